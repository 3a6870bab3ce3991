import GateKit

extension GateDeclaration {
    /// A catalogue with two gates that run and one that does not yet.
    static let catalogue = [
        GateDeclaration(
            id: .g1, question: "Is the median round trip below 1 ms?", headlineCheck: "g1.p50"),
        GateDeclaration(
            id: .g2, question: "Does the tail stay below 5 ms?", headlineCheck: "g2.p99"),
        GateDeclaration(
            id: .g3, question: "Do the stubs survive an hour of broken frames?",
            headlineCheck: "g3.crashes", pendingReason: "not implemented yet"),
    ]
}

extension Check {
    static let median = Check(
        "g1.p50", gate: .g1, "the median of 10 000 round trips", metric: "rtt.free",
        .percentile(0.5), unit: .nanoseconds, .below, 1_000_000, tier: .contract,
        fewestSamples: 10_000)
    static let overFloor = Check(
        "g1.p50-over-floor", gate: .g1, "near the bare socket | pinned", metric: "rtt.pinned",
        .percentileRatio(0.5, over: "floor.pinned"), unit: .ratio, .atMost, 1.1, tier: .ambition)
    static let replies = Check.none(
        "g1.replies", gate: .g1, "wrong replies", metric: "replies.wrong", tier: .contract,
        trials: 10_000)
    static let tail = Check(
        "g2.p99", gate: .g2, "the 99th percentile", metric: "rtt.free", .percentile(0.99),
        unit: .nanoseconds, .below, 5_000_000, tier: .contract)
}

extension RunRecord {
    static func fixture(
        state: State = .finished, dirty: String = "no", configuration: String = "release",
        id: Int64 = 3
    ) -> RunRecord {
        RunRecord(
            id: id, startedAt: 1_790_000_000_000,
            finishedAt: state == .finished ? 1_790_000_090_000 : nil, state: state, profile: .smoke,
            seed: .max, platform: .linux, hostClass: "dev", gates: [.g1, .g2],
            provenance: [
                Fact(ProvenanceKey.host, "bench"), Fact(ProvenanceKey.commit, "0123abc"),
                Fact(ProvenanceKey.dirty, dirty), Fact(ProvenanceKey.configuration, configuration),
                Fact("kernel", "6.1.0 | PREEMPT"),
            ])
    }
}

extension AttemptReport {
    /// A replicate whose samples are scaled, so that the slowest one is the worst.
    static func fixture(
        replicate: Int, scale: Double = 1, verdict: Verdict = .go, violations: [Violation] = [],
        ending: AttemptEnding = .exited(code: 0)
    ) -> AttemptReport {
        let samples = SortedSamples((0..<10_000).map { (9_000 + Double($0 % 4_001)) * scale })
        let plan = AttemptPlan(
            procedure: "round-trip", gates: [.g1, .g2], profile: .smoke, replicate: replicate,
            seed: 40 + UInt64(replicate), scratchDirectory: "/s", editorPath: "/e",
            runtimePath: "/r", deadlineSeconds: 12)
        let record = AttemptRecord(
            id: Int64(replicate) + 7, runID: 3, plan: plan,
            rule: Rule(checks: [.median, .overFloor, .replies, .tail]),
            startedAt: 1_790_000_001_000, finishedAt: 1_790_000_003_500, ending: ending,
            facts: [Fact("placement", "free"), Fact("pinned", "core \(replicate)")])
        let milestone = MilestoneResult(
            milestone: Milestone(
                "g1.warm", gate: .g1, "warm-up done", metric: "warm", atLeast: 100),
            reached: 100 - replicate * 60)
        let checks = [Check.median, .overFloor, .replies].map { check in
            CheckResult(
                check: check, value: check == .replies ? 0 : 1.061 * scale * 10_346,
                bound: check == .replies ? nil : 11_020.4 * scale, sampleCount: 10_000,
                verdict: verdict, reason: .boundHolds)
        }
        let tail = CheckResult(
            check: .tail, value: nil, sampleCount: 12, verdict: .inconclusive,
            reason: .tooFewSamples(count: 12))
        return AttemptReport(
            attempt: record,
            judgements: [
                AttemptJudgement(
                    gate: .g1, verdict: verdict, contractVerdict: verdict,
                    reason: .everyCheckHolds, checks: checks, milestones: [milestone],
                    violations: violations),
                AttemptJudgement(
                    gate: .g2, verdict: .inconclusive, contractVerdict: .inconclusive,
                    reason: .recorded(text: tail.reason.sentence), checks: [tail], milestones: [],
                    violations: []),
            ],
            series: [
                Summary(samples).map {
                    SeriesSummary(
                        metric: "rtt.free", unit: .nanoseconds, summary: $0,
                        shape: SeriesShape(samples.values, sorted: samples))
                },
                Summary(SortedSamples([0, 0])).map {
                    SeriesSummary(metric: "replies.wrong", unit: .count, summary: $0)
                },
            ].compactMap(\.self))
    }
}

extension MatrixCell {
    static func fixture(
        _ result: GateResult, _ platform: PlatformID = .linux, hostClass: String = "dev",
        run: Int64 = 3
    ) -> MatrixCell {
        MatrixCell(
            platform: platform, hostClass: hostClass, runID: run, finishedAt: 1_790_000_090_000,
            result: result)
    }
}

extension GateResult {
    static func fixture(
        _ gate: GateID, _ verdict: Verdict, shortfall: [Shortfall] = [],
        reason: GateReason = .attempt(reason: .everyCheckHolds)
    ) -> GateResult {
        guard verdict != .pending else {
            return GateResult(
                gate: gate, verdict: .pending, contractVerdict: .pending,
                reason: .pending(why: "not implemented yet"))
        }
        return GateResult(
            gate: gate, verdict: verdict, contractVerdict: verdict, reason: reason,
            shortfall: shortfall, headlineValue: 11_904.5, headlineUnit: .nanoseconds,
            margin: 84.004,
            controlsCaught: 4, controlsTried: 4, ambitionsHeld: 2, ambitionsAsked: 3)
    }
}

extension Shortfall {
    /// What a run of the smoke profile lacks.
    static let paced = Shortfall(title: "paced round trips", samples: 2_000, asked: 10_000)
}
