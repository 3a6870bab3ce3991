import GateKit
import Testing

/// Where a series changed, and where it only looks as if.
@Suite struct ChangePointsTests {
    /// Values around a level, the same for a seed.
    private func noise(_ count: Int, around level: Double, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in level + Double.random(in: -1...1, using: &generator) }
    }

    @Test("a step is found at its place, whichever way it goes", arguments: [8.0, 12.0])
    func step(level: Double) {
        let values = noise(20, around: 10, seed: 1) + noise(25, around: level, seed: 2)
        let changes = ChangePoints.find(in: values)
        #expect(changes.map(\.index) == [20])
        #expect(changes.allSatisfy { $0.chance < ChangePoints.level })
        #expect(changes.allSatisfy { abs($0.before - 10) < 1 && abs($0.after - level) < 1 })
    }

    @Test("several steps are found, in their order and at most one value off")
    func steps() {
        let values =
            noise(15, around: 10, seed: 1) + noise(15, around: 20, seed: 2)
            + noise(15, around: 30, seed: 3)
        let found = ChangePoints.find(in: values).map(\.index)
        #expect(found.count == 2)
        for (index, place) in zip(found, [15, 30]) { #expect(abs(index - place) <= 1) }
    }

    @Test("what is noise alone seldom changes: at most in a few of a hundred series")
    func noiseAlone() {
        let wrong = (0..<100).count { seed in
            !ChangePoints.find(in: noise(40, around: 10, seed: UInt64(seed) &* 77 &+ 5)).isEmpty
        }
        #expect(wrong <= 4)
    }

    @Test("an outlier is one value, however far out it is")
    func outlier() {
        var values = noise(40, around: 10, seed: 8)
        let before = ChangePoints.find(in: values)
        values[17] = 1e300
        #expect(ChangePoints.find(in: values).count == before.count)
    }

    @Test("ranks alone count: any rising function of the values changes at the same places")
    func monotone() {
        let values = noise(20, around: 10, seed: 1) + noise(25, around: 12, seed: 2)
        let cubed = values.map { $0 * $0 * $0 - 7 }
        #expect(
            ChangePoints.find(in: cubed).map(\.index) == ChangePoints.find(in: values).map(\.index))
    }

    @Test("the same series has the same changes, and turned round the mirrored ones")
    func deterministic() {
        let values = noise(20, around: 10, seed: 1) + noise(25, around: 13, seed: 2)
        #expect(ChangePoints.find(in: values) == ChangePoints.find(in: values))
        let turned = ChangePoints.find(in: values.reversed()).map { values.count - $0.index }
        #expect(turned == ChangePoints.find(in: values).map(\.index))
    }

    @Test(
        "what is too short, equal or no number has none",
        arguments: [
            [], [1], [1, 1, 1, 1, 9, 9, 9, 9], [Double](repeating: 3, count: 50),
            [1, .nan] + [Double](repeating: 3, count: 50),
        ])
    func none(values: [Double]) {
        #expect(ChangePoints.find(in: values).isEmpty)
    }

    @Test("a count that was always none and then is not has changed")
    func counts() {
        let values = [Double](repeating: 0, count: 12) + [Double](repeating: 1, count: 12)
        #expect(ChangePoints.find(in: values).map(\.index) == [12])
        let endless = [Double](repeating: 0, count: 12) + [Double](repeating: .infinity, count: 12)
        #expect(ChangePoints.find(in: endless).map(\.index) == [12])
    }

    @Test("a thousand values are looked at in a moment")
    func long() {
        let values = noise(500, around: 10, seed: 1) + noise(500, around: 11, seed: 2)
        #expect(ChangePoints.find(in: values).contains { abs($0.index - 500) < 10 })
    }
}
