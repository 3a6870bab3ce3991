import GateKit
import Testing

@Suite("Summary and quantiles")
struct SummaryTests {
    @Test("A summary of one to a hundred has the figures of the textbook")
    func hundred() throws {
        let summary = try #require(Summary(SortedSamples((1...100).map(Double.init).shuffled())))
        #expect(summary.count == 100)
        #expect(summary.minimum == 1)
        #expect(summary.p50 == 50)
        #expect(summary.p95 == 95)
        #expect(summary.p99 == 99)
        #expect(summary.p999 == 100)
        #expect(summary.maximum == 100)
        #expect(summary.mean == 50.5)
        #expect(abs(summary.standardDeviation - 29.011_491_975_882_016) < 1e-12)
    }

    @Test("One sample is its own quantile and deviates from nothing")
    func single() throws {
        let summary = try #require(Summary(SortedSamples([7])))
        #expect(summary.p50 == 7)
        #expect(summary.p999 == 7)
        #expect(summary.standardDeviation == 0)
    }

    @Test("Nothing has no summary")
    func empty() {
        #expect(Summary(SortedSamples([])) == nil)
        #expect(SortedSamples([]).quantile(0.5) == nil)
    }

    @Test(
        "A statistic is named as a reader writes it",
        arguments: [
            (Statistic.percentile(0.5), "p50"), (.percentile(0.99), "p99"),
            (.percentile(0.999), "p99.9"), (.percentileRatio(0.5, over: "floor"), "p50 / floor"),
            (.maximum, "max"), (.sum, "sum"),
        ])
    func names(statistic: Statistic, name: String) {
        #expect(statistic.name == name)
    }
}
