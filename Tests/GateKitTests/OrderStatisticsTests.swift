import GateKit
import Testing

/// Ranks of the bounds, against tables computed with another implementation of the binomial
/// distribution (scipy's).
@Suite("Order statistics")
struct OrderStatisticsTests {
    struct Row: Sendable {
        let count: Int
        let p: Double
        let confidence: Double
        let lower: Int?
        let upper: Int?
    }

    static let table = [
        Row(count: 4, p: 0.5, confidence: 0.95, lower: nil, upper: nil),
        Row(count: 5, p: 0.5, confidence: 0.95, lower: 1, upper: 5),
        Row(count: 10, p: 0.5, confidence: 0.95, lower: 2, upper: 9),
        Row(count: 100, p: 0.5, confidence: 0.95, lower: 42, upper: 59),
        Row(count: 1000, p: 0.5, confidence: 0.95, lower: 474, upper: 527),
        Row(count: 10_000, p: 0.5, confidence: 0.95, lower: 4918, upper: 5083),
        Row(count: 10_000, p: 0.5, confidence: 0.975, lower: 4902, upper: 5099),
        Row(count: 298, p: 0.99, confidence: 0.95, lower: 292, upper: nil),
        Row(count: 299, p: 0.99, confidence: 0.95, lower: 293, upper: 299),
        Row(count: 1000, p: 0.99, confidence: 0.95, lower: 985, upper: 996),
        Row(count: 10_000, p: 0.99, confidence: 0.95, lower: 9883, upper: 9917),
        Row(count: 10_000, p: 0.99, confidence: 0.975, lower: 9880, upper: 9920),
        Row(count: 10_000, p: 0.999, confidence: 0.95, lower: 9985, upper: 9996),
        Row(count: 1_000_000, p: 0.99, confidence: 0.95, lower: 989_836, upper: 990_164),
        Row(count: 10_000_000, p: 0.5, confidence: 0.95, lower: 4_997_399, upper: 5_002_602),
    ]

    @Test("A bound's rank is the one of the table", arguments: table)
    func ranks(_ row: Row) {
        let lower = OrderStatistics.lowerRank(
            count: row.count, p: row.p, confidence: row.confidence)
        let upper = OrderStatistics.upperRank(
            count: row.count, p: row.p, confidence: row.confidence)
        #expect(lower == row.lower)
        #expect(upper == row.upper)
    }

    @Test(
        "The fewest samples for a bound at 95 % are those of the gates page",
        arguments: [(0.5, 5), (0.99, 299), (0.999, 2995), (0.9999, 29_956)])
    func fewest(p: Double, count: Int) {
        #expect(OrderStatistics.fewestSamples(p: p, confidence: 0.95) == count)
    }

    @Test("No samples, and a quantile outside 0 to 1, have no bound", arguments: [0.0, 1.0, 0.5])
    func noBound(p: Double) {
        #expect(OrderStatistics.upperRank(count: 0, p: p, confidence: 0.95) == nil)
        let count = p == 0.5 ? 1 : 1000
        #expect(OrderStatistics.lowerRank(count: count, p: p, confidence: 0.95) == nil)
    }

    @Test("299 clean trials claim a failure rate under 1 %, 298 do not")
    func cleanTrials() {
        #expect(OrderStatistics.failureRateBound(cleanTrials: 299, confidence: 0.95) < 0.01)
        #expect(OrderStatistics.failureRateBound(cleanTrials: 298, confidence: 0.95) > 0.01)
        #expect(OrderStatistics.failureRateBound(cleanTrials: 0, confidence: 0.95) == 1)
    }

    @Test("A bound covers the true quantile at least as often as its confidence says")
    func coverage() {
        var random = SeededGenerator(seed: 0x5eed)
        let runs = 4000
        var covered = 0
        for _ in 0..<runs {
            let samples = SortedSamples(
                (0..<60).map { _ in Double.random(in: 0..<1, using: &random) })
            if let bound = samples.upperBound(0.9, confidence: 0.95), bound >= 0.9 { covered += 1 }
        }
        // 95 % of 4 000, less four standard deviations of that count.
        #expect(covered >= 3800 - 55)
    }
}
