import GateKit
import Testing

@Suite("Evaluation of a check")
struct CheckEvaluationTests {
    private func check(
        _ statistic: Statistic, _ comparison: Comparison, _ threshold: Double, fewest: Int = 1
    ) -> Check {
        Check(
            "g1.x", gate: .g1, "a question", metric: "m", statistic, unit: .nanoseconds,
            comparison, threshold, tier: .contract, fewestSamples: fewest)
    }

    private func series(_ values: some Sequence<Double>, floor: [Double] = []) -> SeriesByMetric {
        var all = ["m": SortedSamples(Array(values))]
        if !floor.isEmpty { all["floor"] = SortedSamples(floor) }
        return all
    }

    /// A hundred samples 1, 2 … 100: the bounds of the median are 42 and 59.
    private let hundred = (1...100).map(Double.init)

    @Test(
        "A percentile is GO, NO-GO or undecided by its bounds and not by its estimate",
        arguments: [
            (60.0, Verdict.go), (59.0, .inconclusive), (51.0, .inconclusive),
            (42.1, .inconclusive), (42.0, .noGo), (10.0, .noGo),
        ])
    func percentile(threshold: Double, verdict: Verdict) {
        let result = check(.percentile(0.5), .below, threshold)
            .evaluate(series(hundred), confidence: 0.95)
        #expect(result.verdict == verdict)
        #expect(result.value == 50)
        #expect(result.sampleCount == 100)
    }

    @Test(
        "A percentile that has to be large is judged by the other bound",
        arguments: [(42.0, Verdict.go), (43.0, .inconclusive), (59.5, .noGo)])
    func atLeast(threshold: Double, verdict: Verdict) {
        let result = check(.percentile(0.5), .atLeast, threshold)
            .evaluate(series(hundred), confidence: 0.95)
        #expect(result.verdict == verdict)
    }

    @Test("A p99 of 298 samples is undecided however good they are, of 299 it is GO")
    func tooFew() {
        let p99 = check(.percentile(0.99), .below, 10)
        let few = p99.evaluate(series(Array(repeating: 1, count: 298)), confidence: 0.95)
        let enough = p99.evaluate(series(Array(repeating: 1, count: 299)), confidence: 0.95)
        #expect(few.verdict == .inconclusive)
        #expect(enough.verdict == .go)
    }

    @Test("A percentile of too few samples is NO-GO all the same when its lower bound is too high")
    func fewButBad() {
        let result = check(.percentile(0.99), .below, 10)
            .evaluate(series(Array(repeating: 50, count: 298)), confidence: 0.95)
        #expect(result.verdict == .noGo)
    }

    @Test(
        "A ratio is decided by the bounds of both series",
        arguments: [(1.0, Verdict.noGo), (2.0, .inconclusive), (4.0, .go)])
    func ratio(threshold: Double, verdict: Verdict) {
        let doubled = hundred.map { 100 + 2 * $0 }
        let result = check(.percentileRatio(0.5, over: "floor"), .atMost, threshold)
            .evaluate(series(doubled, floor: hundred.map { 50 + $0 }), confidence: 0.95)
        // 200 over 100 as estimate; 97.5 % bounds of the ranks 40 and 61 give 1.62 to 2.47.
        #expect(result.value == 2)
        #expect(result.verdict == verdict)
    }

    @Test("A ratio without a floor is undecided")
    func ratioWithoutFloor() {
        let result = check(.percentileRatio(0.5, over: "floor"), .atMost, 9)
            .evaluate(series(hundred), confidence: 0.95)
        #expect(result.verdict == .inconclusive)
    }

    @Test("One sample over the limit violates a maximum, whatever the others are")
    func maximum() {
        let max50 = check(.maximum, .below, 50)
        #expect(max50.evaluate(series([1, 2, 50]), confidence: 0.95).verdict == .noGo)
        #expect(max50.evaluate(series([1, 2, 49]), confidence: 0.95).verdict == .go)
    }

    @Test("Too few clean trials are undecided, one violation among too few is NO-GO")
    func trials() {
        let none = Check.none(
            "g7.x", gate: .g7, "nothing wrong", metric: "m", tier: .contract, trials: 5)
        #expect(none.evaluate(series([0, 0, 0]), confidence: 0.95).verdict == .inconclusive)
        #expect(none.evaluate(series([0, 1, 0]), confidence: 0.95).verdict == .noGo)
        #expect(none.evaluate(series([0, 0, 0, 0, 0]), confidence: 0.95).verdict == .go)
    }

    @Test("A clean count says which failure rate it rules out")
    func claim() {
        let none = Check.none("g7.x", gate: .g7, "nothing wrong", metric: "m", tier: .contract)
        let result = none.evaluate(
            series(Array(repeating: 0, count: 299)), confidence: 0.95)
        #expect(result.reason == .heldInTrials(count: 299, confidence: 0.95))
    }

    @Test("A check without samples is never GO", arguments: [Statistic.sum, .maximum, .count])
    func noSamples(statistic: Statistic) {
        let result = check(statistic, .atMost, 1000).evaluate([:], confidence: 0.95)
        #expect(result.verdict == .inconclusive)
    }

    @Test("A margin says how many times better than its threshold a figure is")
    func margin() {
        let result = check(.maximum, .below, 300).evaluate(series(hundred), confidence: 0.95)
        #expect(result.margin == 3)
        let none = Check.none("g7.x", gate: .g7, "nothing wrong", metric: "m", tier: .contract)
        #expect(none.evaluate(series([0]), confidence: 0.95).margin == nil)
    }
}
