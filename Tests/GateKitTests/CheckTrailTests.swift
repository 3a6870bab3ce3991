import GateKit
import Testing

/// What a check was decided from, so that somebody else can decide it again.
@Suite struct CheckTrailTests {
    private static let check = Check(
        "g1.p50", gate: .g1, "median", metric: "rtt", .percentile(0.5), unit: .nanoseconds, .below,
        100, tier: .contract)

    private func rule(_ edition: Rule.Edition, _ checks: [Check]) -> Rule {
        Rule(checks: checks, noise: InterferenceRule(), edition: edition)
    }

    /// A hundred samples in two batches, the second of which the host took half of.
    private var evidence: AttemptEvidence {
        let values = (0..<100).map { $0 < 50 ? 10.0 : 500 }
        let half = TimeSpan(start: 0, end: 100_000_000)
        let late = TimeSpan(start: 100_000_000, end: 200_000_000)
        return AttemptEvidence(
            series: ["rtt": SortedSamples(values)], ending: .exited(code: 0), reachedItsEnd: true,
            batches: [
                "rtt": [
                    TimedBatch(span: half, values: Array(values[..<50])),
                    TimedBatch(span: late, values: Array(values[50...])),
                ]
            ],
            windows: [
                HostWindow(
                    start: 100_000_000, end: 200_000_000, own: 50_000_000, steal: 50_000_000,
                    processors: 1)
            ])
    }

    @Test("Samples that were set aside are told, with the host's time in their batch")
    func aside() throws {
        let trail = try #require(
            rule(.third, [Self.check]).trails(of: evidence, gate: .g1).first)
        #expect(trail.own.all.count == 100)
        #expect(trail.own.quiet?.count == 50)
        #expect(trail.own.aside.map(\.taken) == [50_000_000])
        #expect(trail.own.aside.map(\.values.count) == [50])
    }

    @Test("By older editions nothing is told")
    func older() {
        #expect(rule(.second, [Self.check]).trails(of: evidence, gate: .g1).isEmpty)
    }
}
