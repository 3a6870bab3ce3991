import GateKit
import Testing

@Suite("Difference of pairs")
struct PairedDifferenceTests {
    @Test(
        "the rank of an interval is that of the tables of Wilcoxon's signed ranks",
        arguments: [
            (5, nil), (6, 1), (7, 3), (8, 4), (9, 6), (10, 9), (15, 26), (20, 53), (25, 90),
        ])
    func ranks(pairs: Int, rank: Int?) {
        // The critical sum of the two-sided test at 5 %, and one more.
        let flat = (0..<pairs).map { (first: 1.0, second: exp2(Double($0))) }
        let difference = PairedDifference(flat)
        #expect((difference?.low == nil) == (rank == nil))
        guard let rank, let low = difference?.low else { return }
        let averages = (0..<pairs).flatMap { i in (i..<pairs).map { Double(i + $0) / 2 } }.sorted()
        #expect(abs(low / exp2(averages[rank - 1]) - 1) < 1e-9)
    }

    @Test("five per cent more among noise is found, and an outlier moves it little")
    func found() throws {
        var random = SeededGenerator(seed: 4)
        var pairs = (0..<40).map { _ in
            let drift = Double.random(in: 0.8...1.2, using: &random)
            return (
                first: 10_000 * drift * Double.random(in: 0.98...1.02, using: &random),
                second: 10_500 * drift * Double.random(in: 0.98...1.02, using: &random)
            )
        }
        pairs.append((first: 10_000, second: 1_000_000))
        let difference = try #require(PairedDifference(pairs))
        #expect(difference.isShown && difference.isMore)
        #expect((1.04...1.06).contains(difference.factor))
        let low = try #require(difference.low)
        let high = try #require(difference.high)
        #expect(low < 1.05 && high > 1.05 && high - low < 0.03)
    }

    @Test("the same twice is shown to differ in at most one of twenty")
    func same() {
        var random = SeededGenerator(seed: 9)
        let shown = (0..<200).count { _ in
            let pairs = (0..<20).map { _ in
                (
                    first: Double.random(in: 90...110, using: &random),
                    second: Double.random(in: 90...110, using: &random)
                )
            }
            return PairedDifference(pairs)?.isShown == true
        }
        #expect(shown <= 20)
    }

    @Test("figures that are no positive numbers are left out")
    func bad() {
        let bad = [(0.0, 1.0), (1, 0), (-1, 1), (.infinity, 1), (1, .nan)]
            .map { (first: $0.0, second: $0.1) }
        #expect(PairedDifference(bad) == nil)
        #expect(PairedDifference(bad + [(first: 2, second: 3)])?.factor == 1.5)
        #expect(PairedDifference([]) == nil)
    }

    private func exp2(_ power: Double) -> Double {
        (0..<Int(power)).reduce(1.0) { value, _ in value * 2 }
            * (power == power.rounded() ? 1 : 2.0.squareRoot())
    }
}
