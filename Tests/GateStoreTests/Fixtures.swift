import GateKit
import GateStore

extension RunRecord {
    static func fixture(
        platform: PlatformID = .linux, hostClass: String = "dev", gates: [GateID] = [.g1, .g2],
        seed: UInt64 = .max
    ) -> RunRecord {
        RunRecord(
            startedAt: 1_790_000_000_000, profile: .smoke, seed: seed, platform: platform,
            hostClass: hostClass, gates: gates,
            provenance: [
                Fact(ProvenanceKey.host, "bench"), Fact(ProvenanceKey.commit, "0123abc"),
                Fact(ProvenanceKey.dirty, "no"), Fact(ProvenanceKey.configuration, "release"),
            ])
    }
}

extension AttemptPlan {
    static func fixture(control: Control? = nil, replicate: Int = 0) -> AttemptPlan {
        AttemptPlan(
            procedure: "round-trip", gates: [.g1, .g2], profile: .smoke, replicate: replicate,
            seed: 0xFEDC_BA98_7654_3210, controls: [control].compactMap(\.self),
            scratchDirectory: "/tmp/attempt",
            editorPath: "/bin/weld-editor", runtimePath: "/bin/weld-runtime", deadlineSeconds: 12.5)
    }
}

extension Rule {
    /// A rule with every statistic, tier and comparison in it.
    static let fixture = Rule(
        checks: [
            Check(
                "g1.p50", gate: .g1, "median below 1 ms", metric: "rtt", .percentile(0.5),
                unit: .nanoseconds, .below, 1_000_000, tier: .contract, fewestSamples: 5),
            Check(
                "g1.p50-over-floor", gate: .g1, "near the floor", metric: "rtt",
                .percentileRatio(0.5, over: "floor"), unit: .ratio, .atMost, 1.1, tier: .ambition),
            Check.none(
                "g1.replies", gate: .g1, "every reply is right", metric: "wrong", tier: .contract),
            Check(
                "g2.max", gate: .g2, "worst below 50 ms", metric: "rtt", .maximum,
                unit: .nanoseconds, .below, 50_000_000, tier: .contract),
            Check(
                "g2.min", gate: .g2, "never zero", metric: "rtt", .minimum, unit: .nanoseconds,
                .atLeast, 1, tier: .own),
            Check(
                "g2.count", gate: .g2, "enough round trips", metric: "rtt", .count, unit: .count,
                .atLeast, 10, tier: .own),
        ],
        milestones: [
            Milestone("g1.warm", gate: .g1, "warm-up done", metric: "warm", atLeast: 1)
        ],
        contractLengths: [ContractLength(gate: .g1, "round trips", metric: "rtt", samples: 10_000)])
}

extension Control {
    static let delay = Control(
        "echo-delay=2ms", gate: .g1, violates: "g1.p50", also: ["g1.p50-over-floor"])
}

extension HarnessProcess {
    static let fixture = HarnessProcess(pid: 4242, startTime: .max)
}

/// Evidence on which every deciding check of the fixture rule holds.
let goodEvidence: [StoredEvidence] = [
    .samples(
        SampleBatch(
            metric: "rtt", unit: .nanoseconds, warmup: true, values: [9_000_000, 8_000_000])
    ),
    .samples(
        SampleBatch(
            metric: "rtt", unit: .nanoseconds, values: (0..<20).map { 11_000 + Double($0) * 100.5 })
    ),
    .samples(
        SampleBatch(
            metric: "floor", unit: .nanoseconds, values: (0..<20).map { 10_000 + Double($0) })),
    .samples(SampleBatch(metric: "wrong", unit: .count, values: [0, 0])),
    .samples(SampleBatch(metric: "warm", unit: .count, values: [1])),
    .end,
]

extension GateStore {
    /// Makes one attempt with the given evidence and judges it.
    @discardableResult
    func makeAttempt(
        run: Int64, control: Control? = nil, replicate: Int = 0,
        _ evidence: [StoredEvidence] = goodEvidence, ending: AttemptEnding = .exited(code: 0)
    ) throws -> Int64 {
        let id = try beginAttempt(
            .fixture(control: control, replicate: replicate), rule: .fixture, run: run,
            startedAt: 1_790_000_001_000)
        try append(evidence, attempt: id)
        try endAttempt(id, ending, at: 1_790_000_002_000)
        _ = try judge(attempt: id)
        return id
    }
}
