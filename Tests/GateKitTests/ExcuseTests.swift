import GateKit
import Testing

/// What a host may answer for, in the unit of the check that asks.
@Suite("Excuses of the host")
struct ExcuseTests {
    /// One sample beyond a limit, taken in a second of which a neighbour had 108 ms.
    struct Sample: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var unit: MeasurementUnit
        var comparison: Comparison
        var threshold: Double
        var nominal: Double?
        var value: Double
        var hasSpan = true
        /// Whether the sample is set aside, by the first edition and by the second.
        var isExcused: (first: Bool, second: Bool)
    }

    static let samples = [
        Sample(
            testDescription: "nanoseconds, over by what was taken", unit: .nanoseconds,
            comparison: .below, threshold: 50e6, value: 158e6, isExcused: (true, true)),
        Sample(
            testDescription: "nanoseconds, over by more", unit: .nanoseconds, comparison: .below,
            threshold: 50e6, value: 159e6, isExcused: (false, false)),
        Sample(
            testDescription: "a silence, over by less than was taken", unit: .seconds,
            comparison: .atMost, threshold: 3.5, value: 3.6, isExcused: (true, true)),
        Sample(
            testDescription: "a silence, over by more", unit: .seconds, comparison: .atMost,
            threshold: 3.5, value: 4.0, isExcused: (true, false)),
        Sample(
            testDescription: "six pictures lost in a tenth of a second", unit: .perSecond,
            comparison: .atMost, threshold: 3, nominal: 60, value: 9, isExcused: (true, true)),
        Sample(
            testDescription: "seven pictures lost in a tenth of a second", unit: .perSecond,
            comparison: .atMost, threshold: 3, nominal: 60, value: 10, isExcused: (true, false)),
        Sample(
            testDescription: "too many pictures, which have no time", unit: .perSecond,
            comparison: .atMost, threshold: 3, nominal: 60, value: 9, hasSpan: false,
            isExcused: (false, false)),
        Sample(
            testDescription: "more a second than a limit that is no deviation", unit: .perSecond,
            comparison: .atMost, threshold: 3, value: 3.1, isExcused: (true, false)),
        Sample(
            testDescription: "a tenth of a throughput lost", unit: .perSecond,
            comparison: .atLeast, threshold: 10_000, value: 9_000, isExcused: (true, true)),
        Sample(
            testDescription: "more of a throughput lost", unit: .perSecond, comparison: .atLeast,
            threshold: 10_000, value: 8_900, isExcused: (true, false)),
        Sample(
            testDescription: "a millisecond too early", unit: .nanoseconds, comparison: .atLeast,
            threshold: 3e9, value: 2.999e9, isExcused: (true, false)),
        Sample(
            testDescription: "a tenth of a second too early", unit: .seconds,
            comparison: .atLeast, threshold: 3, value: 2.9, isExcused: (true, false)),
    ]

    private func verdict(_ sample: Sample, _ edition: Rule.Edition) -> Verdict {
        let ms: UInt64 = 1_000_000
        // Ten windows; one is full of a neighbour, who contaminates the two beside it with their 4 ms.
        let windows = (0..<10 as Range<UInt64>).map { index in
            HostWindow(
                start: index * 100 * ms, end: (index + 1) * 100 * ms,
                foreign: index == 4 ? 150 * ms : 4 * ms, own: 50 * ms,
                idle: index == 4 ? 0 : 146 * ms)
        }
        let check = Check(
            "g1.x", gate: .g1, "?", metric: "x",
            sample.comparison == .atLeast ? .minimum : .maximum, unit: sample.unit,
            sample.comparison, sample.threshold, tier: .contract, nominal: sample.nominal)
        let good = sample.comparison == .atLeast ? sample.threshold : 0
        let batches = [
            TimedBatch(span: nil, values: [good, good]),
            TimedBatch(
                span: sample.hasSpan ? TimeSpan(start: 0, end: 1_000 * ms) : nil,
                values: [sample.value]),
        ]
        let evidence = AttemptEvidence(
            series: ["x": SortedSamples(batches.flatMap(\.values))], ending: .exited(code: 0),
            reachedItsEnd: true, batches: ["x": batches], windows: windows)
        let noise = InterferenceRule(maximumExcluded: 0.5)
        return Rule(checks: [check], noise: noise, edition: edition).judge(evidence, gate: .g1)
            .verdict
    }

    @Test(
        "A sample is set aside by no more than the host took, in the unit of its check",
        arguments: samples)
    func bounded(sample: Sample) {
        #expect(verdict(sample, .second) == (sample.isExcused.second ? .go : .noGo))
    }

    @Test("By the first edition only nanoseconds bound an excuse", arguments: samples)
    func wholesale(sample: Sample) {
        #expect(verdict(sample, .first) == (sample.isExcused.first ? .go : .noGo))
    }

    @Test("A rule that says nothing is judged by the newest edition")
    func newest() {
        #expect(Rule(checks: []).edition == .third)
    }

    @Test(
        "What counts wrongs or asks for patience is integrity, what asks for speed is timing",
        arguments: [
            (Statistic.sum, MeasurementUnit.count, Comparison.equal, true),
            (.count, .count, .atLeast, true), (.maximum, .bytes, .atMost, true),
            (.minimum, .nanoseconds, .atLeast, true), (.minimum, .seconds, .atLeast, true),
            (.minimum, .perSecond, .atLeast, false), (.maximum, .perSecond, .atMost, false),
            (.maximum, .nanoseconds, .below, false), (.percentile(0.5), .seconds, .below, false),
            (.percentileRatio(0.5, over: "floor"), .ratio, .atMost, false),
        ])
    func integrity(
        statistic: Statistic, unit: MeasurementUnit, comparison: Comparison, isIntegrity: Bool
    ) {
        let check = Check(
            "g1.x", gate: .g1, "?", metric: "x", statistic, unit: unit, comparison, 1,
            tier: .contract)
        #expect(check.isIntegrity == isIntegrity)
    }
}
