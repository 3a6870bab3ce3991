import GateKit
import Testing

@Suite("Search for a gate's sensitivity")
struct SensitivitySearchTests {
    /// A gate that rejects a slowdown with the given probability.
    private func find(
        seed: UInt64, _ power: (UInt64) -> Double
    ) -> (slowdown: UInt64, attempts: Int) {
        var generator = SeededGenerator(seed: seed)
        var search = SensitivitySearch(from: 0, to: 2_000_000, resolution: 5_000)
        var made = 0
        while true {
            let step = search.step
            var all = true
            for _ in 0..<step.attempts where all {
                made += 1
                let draw = Double(generator.next() >> 11) / Double(1 << 53)
                all = draw < power(step.slowdown)
            }
            if search.record(allRejected: all) { return (step.slowdown, made) }
        }
    }

    @Test("A sharp border is found to within the resolution, with few attempts")
    func sharp() {
        let found = find(seed: 1) { $0 >= 987_654 ? 1 : 0 }
        #expect((987_654...992_654).contains(found.slowdown))
        #expect(found.attempts < 100)
    }

    @Test("What is found is rejected with 95 % power in more than 95 % of searches")
    func power() {
        // Rises from 0 to 1 between 0.9 ms and 1.1 ms.
        let power: (UInt64) -> Double = { min(1, max(0, (Double($0) - 900_000) / 200_000)) }
        let wrong = (0..<400).count { power(find(seed: UInt64($0), power).slowdown) < 0.95 }
        #expect(wrong < 40)
    }

    @Test("59 clean attempts prove a power of 95 %, one that was missed proves none")
    func proven() {
        var result = SensitivityResult(
            gate: .g1, control: "echo-delay", check: "g1.p50", slowdown: 1, rejected: 59,
            tried: 59)
        #expect(result.provenPower > 0.95)
        result.rejected = 58
        #expect(result.provenPower == 0)
    }
}
