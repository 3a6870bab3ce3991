import GRDB
import GateKit
import GateStore
import Testing

/// Judges that are broken on purpose: each loses, swaps or skips something, and what guards the
/// verdict, the controls, the milestones or `verify`, has to notice.
@Suite("Mutants of the judge")
struct MutantTests {
    private static let delay = Control("echo-delay=2ms", gate: .g1, violates: "g1.p50")
    private static let drop = Control("fd-leak", gate: .g1, violates: "g1.leaks")

    private static let rule = Rule(
        checks: [
            Check(
                "g1.p50", gate: .g1, "median", metric: "rtt", .percentile(0.5),
                unit: .nanoseconds, .below, 1_000_000, tier: .contract, fewestSamples: 100),
            .none("g1.leaks", gate: .g1, "things left", metric: "leaks", tier: .contract),
        ],
        milestones: [Milestone("g1.done", gate: .g1, "all rounds", metric: "rounds", atLeast: 100)])

    /// What an attempt reports, real or sabotaged.
    private static func reports(_ control: Control?) -> [StoredEvidence] {
        let slow = control == delay ? 2_000_000.0 : 0
        var messages: [StoredEvidence] = [
            .samples(
                SampleBatch(
                    metric: "rtt", unit: .nanoseconds,
                    values: (0..<100).map { 12_000 + slow + Double($0) },
                    span: TimeSpan(start: 100, end: 200))),
            .samples(SampleBatch(metric: "leaks", unit: .count, values: [control == drop ? 1 : 0])),
            .samples(SampleBatch(metric: "rounds", unit: .count, values: [100])),
        ]
        if control != nil {
            messages.append(
                .samples(
                    SampleBatch(metric: Control.announcementMetric, unit: .count, values: [1])))
        }
        return messages + [.end]
    }

    /// A part of the judge that can be broken; the real one changes nothing.
    struct Mutation: Sendable, CustomStringConvertible {
        var description: String
        /// What the attempt's report becomes on its way to the store.
        var report: @Sendable ([StoredEvidence], Control?) -> [StoredEvidence] = { messages, _ in
            messages
        }
        /// What the rule becomes before it is stored.
        var rule: @Sendable (Rule) -> Rule = { $0 }
        /// How the attempt's ending is understood.
        var ending: @Sendable (AttemptEnding) -> AttemptEnding = { $0 }
        /// Whose evidence is judged, of those so far.
        var judged: @Sendable (Int64) -> Int64 = { $0 }
    }

    /// Makes a run of one real attempt and two controls with a broken judge.
    private func verdict(
        _ mutation: Mutation, realEnding: AttemptEnding = .exited(code: 0)
    ) throws -> (GateResult, Verification) {
        let scratch = try Scratch()
        let store = try scratch.open()
        var record = RunRecord.fixture(gates: [.g1])
        let declaration = RunDeclaration(
            gate: .g1, headlineCheck: "g1.p50", pendingReason: nil, controlsExpected: 2,
            attemptsPlanned: 1)
        record.declarations = [declaration]
        let run = try store.beginRun(record, harness: .fixture)
        var real: [AttemptJudgement] = []
        var controls: [ControlResult] = []
        for control in [nil, Self.delay, Self.drop] {
            var plan = AttemptPlan.fixture(control: control)
            plan.gates = [.g1]
            var rule = Self.rule
            if let control { rule.milestones.append(control.announcement) }
            rule = mutation.rule(rule)
            let id = try store.beginAttempt(plan, rule: rule, run: run, startedAt: 0)
            try store.append(mutation.report(Self.reports(control), control), attempt: id)
            let ending = control == nil ? realEnding : .exited(code: 0)
            try store.endAttempt(id, mutation.ending(ending), at: 1)
            _ = try store.judge(attempt: id)
            let judged = try store.judgements(attempt: mutation.judged(id))
            if let control {
                controls += judged.map { control.judge($0, edition: rule.edition) }
            } else {
                real += judged
            }
        }
        let result = declaration.judge(
            RunEvidence(
                judgements: real, controls: controls, rules: [Self.rule],
                sampleCounts: try store.sampleCounts(run: run), faults: [],
                wasInterrupted: false))
        try store.finishRun(run, state: .finished, at: 2, results: [result], controls: controls)
        return (result, try store.verify())
    }

    @Test("the judge that nobody broke says GO, and its store verifies")
    func unbroken() throws {
        let (result, verification) = try verdict(Mutation(description: "none"))
        #expect(result.verdict == .go)
        #expect(result.controlsCaught == 2)
        #expect(verification.findings.isEmpty)
    }

    static let mutations: [Mutation] = [
        Mutation(
            description: "drops slow samples",
            report: { messages, _ in
                messages.map { message in
                    guard case .samples(var batch) = message, batch.metric == "rtt" else {
                        return message
                    }
                    batch.values.removeAll { $0 > 1_000_000 }
                    return .samples(batch)
                }
            }),
        Mutation(
            description: "drops every tenth sample",
            report: { messages, _ in
                messages.map { message in
                    guard case .samples(var batch) = message, batch.metric == "rtt" else {
                        return message
                    }
                    batch.values = batch.values.enumerated().filter { $0.offset % 10 != 0 }
                        .map(\.element)
                    return .samples(batch)
                }
            }),
        Mutation(
            description: "swaps a comparison",
            rule: { rule in
                var rule = rule
                rule.checks[0].comparison = .atLeast
                return rule
            }),
        Mutation(
            description: "skips the ledger",
            report: { messages, _ in
                messages.map { message in
                    guard case .samples(var batch) = message, batch.metric == "leaks" else {
                        return message
                    }
                    batch.values = batch.values.map { _ in 0 }
                    return .samples(batch)
                }
            }),
        Mutation(
            description: "loses the announcement of the sabotage",
            report: { messages, _ in
                messages.filter { message in
                    if case .samples(let batch) = message {
                        return batch.metric != Control.announcementMetric
                    }
                    return true
                }
            }),
        Mutation(
            description: "loses a milestone's event",
            report: { messages, _ in
                messages.filter { message in
                    if case .samples(let batch) = message { return batch.metric != "rounds" }
                    return true
                }
            }),
        Mutation(
            description: "loses the end of the report",
            report: { messages, _ in messages.filter { $0 != .end } }),
        Mutation(description: "reads the first attempt's samples", judged: { _ in 1 }),
        Mutation(
            description: "excuses everything by the host",
            report: { messages, _ in
                [
                    .host(HostWindow(start: 1, end: 1_000, steal: 1_998, processors: 2))
                ] + messages
            },
            rule: { rule in
                var rule = rule
                rule.noise?.maximumExcluded = 0
                return rule
            }),
        Mutation(
            description: "never switches the sabotage on",
            report: { _, control in
                Self.reports(nil)
                    + (control == nil
                        ? []
                        : [
                            .samples(
                                SampleBatch(
                                    metric: Control.announcementMetric, unit: .count, values: [1])
                            )
                        ])
            }),
    ]

    @Test("a broken judge never says GO", arguments: mutations)
    func broken(_ mutation: Mutation) throws {
        let (result, _) = try verdict(mutation)
        #expect(result.verdict != .go, "\(result.sentence)")
    }

    @Test("a judge that takes another attempt's verdict is named by verify")
    func wrongAttempt() throws {
        let (_, verification) = try verdict(
            Mutation(description: "wrong attempt", judged: { _ in 1 }))
        #expect(verification.findings.contains { $0.tables == ["control_result"] })
    }

    @Test(
        "an ending that is read as what it was never leaves a GO",
        arguments: [
            AttemptEnding.exited(code: 3), .signalled(number: 11, coreDumped: false),
            .killedByHarness(step: "KILL"), .interrupted,
        ])
    func endings(ending: AttemptEnding) throws {
        let (kept, _) = try verdict(Mutation(description: "none"), realEnding: ending)
        #expect(kept.verdict != .go)
        // What ignores the ending sees the attempt's word that it came to its end, and only that:
        // an attempt that died has not said it.
        let (lost, _) = try verdict(
            Mutation(
                description: "ignores the ending",
                report: { messages, control in
                    control == nil ? messages.filter { $0 != .end } : messages
                }, ending: { _ in .exited(code: 0) }), realEnding: ending)
        #expect(lost.verdict != .go)
    }
}
