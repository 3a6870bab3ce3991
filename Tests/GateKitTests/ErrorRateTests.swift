import GateKit
import Testing

/// Thousands of synthetic runs whose true quantile stands exactly at the threshold: how often a
/// check claims what is not so.
@Suite("Error rates at the threshold")
struct ErrorRateTests {
    private static let runs = 4_000
    private static let alpha = 0.05

    /// Four standard errors above alpha: with a stored seed this is no matter of luck.
    private static let tolerated = alpha + 4 * (alpha * (1 - alpha) / Double(runs)).squareRoot()

    /// Returns samples of (0, 1) whose `p` quantile is p, from a stored seed.
    private static func uniform(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
        (0..<count).map { _ in Double(generator.next() >> 11) / Double(1 << 53) }
    }

    private static func check(_ statistic: Statistic, _ threshold: Double) -> Check {
        Check(
            "g1.x", gate: .g1, "?", metric: "m", statistic, unit: .nanoseconds, .below, threshold,
            tier: .contract)
    }

    @Test(
        "Neither a GO nor a NO-GO is claimed more often than alpha allows",
        arguments: [(0.5, 5), (0.5, 101), (0.99, 299), (0.99, 1_000)])
    func quantile(p: Double, count: Int) {
        var generator = SeededGenerator(seed: 17)
        var counts: [Verdict: Int] = [:]
        for _ in 0..<Self.runs {
            let samples = SortedSamples(Self.uniform(count, &generator))
            let verdict = Self.check(.percentile(p), p).evaluate(["m": samples], confidence: 0.95)
                .verdict
            counts[verdict, default: 0] += 1
        }
        for verdict in [Verdict.go, .noGo] {
            #expect(Double(counts[verdict, default: 0]) / Double(Self.runs) <= Self.tolerated)
        }
    }

    @Test("A ratio of two equal series claims to differ no more often than alpha allows")
    func ratio() {
        var generator = SeededGenerator(seed: 23)
        var wrong: [Verdict: Int] = [:]
        for _ in 0..<Self.runs {
            let series = [
                "m": SortedSamples(Self.uniform(101, &generator).map { 1 + $0 }),
                "f": SortedSamples(Self.uniform(101, &generator).map { 1 + $0 }),
            ]
            let verdict = Self.check(.percentileRatio(0.5, over: "f"), 1)
                .evaluate(series, confidence: 0.95).verdict
            wrong[verdict, default: 0] += 1
        }
        for verdict in [Verdict.go, .noGo] {
            #expect(Double(wrong[verdict, default: 0]) / Double(Self.runs) <= Self.tolerated)
        }
    }

    @Test(
        "Leaving out windows by their time keeps the error, for no sample is looked at",
        arguments: [Rule.Edition.second, .third])
    func excluded(edition: Rule.Edition) {
        var generator = SeededGenerator(seed: 29)
        let windows = (0..<10).map { (index: Int) -> HostWindow in
            let start = UInt64(index) * 100
            // By the second edition a window contaminates its neighbours, by the third itself alone.
            let isNoisy = edition == .second ? index == 4 : 3...5 ~= index
            let noise: UInt64 = isNoisy ? 200 : 0
            return HostWindow(
                start: start, end: start + 100, foreign: edition == .second ? noise : 0,
                idle: 200 - noise, steal: edition == .third ? noise : 0, processors: 2)
        }
        var claims = 0
        for _ in 0..<Self.runs {
            let batches = (0..<10).map { (index: Int) -> TimedBatch in
                // Whatever the contaminated windows hold, here three times as much, decides nothing.
                let scale = 3...5 ~= index ? 3.0 : 1
                let start = UInt64(index) * 100 + 40
                return TimedBatch(
                    span: TimeSpan(start: start, end: start + 10),
                    values: Self.uniform(20, &generator).map { $0 * scale })
            }
            let evidence = AttemptEvidence(
                series: ["m": SortedSamples(batches.flatMap(\.values))],
                ending: .exited(code: 0), reachedItsEnd: true, batches: ["m": batches],
                windows: windows)
            let rule = Rule(
                checks: [Self.check(.percentile(0.5), 0.5)],
                noise: InterferenceRule(maximumExcluded: 0.5), edition: edition)
            if rule.judge(evidence, gate: .g1).verdict == .noGo { claims += 1 }
        }
        #expect(Double(claims) / Double(Self.runs) <= Self.tolerated)
    }

    @Test("A failure rate is ruled out wrongly no more often than alpha allows")
    func failureRate() {
        var generator = SeededGenerator(seed: 31)
        let rate = OrderStatistics.failureRateBound(cleanTrials: 59, confidence: 0.95)
        let clean = (0..<Self.runs).count { _ in
            Self.uniform(59, &generator).allSatisfy { $0 >= rate }
        }
        #expect(Double(clean) / Double(Self.runs) <= Self.tolerated)
    }
}
