import GateKit
import Testing

@Suite("Judgement of a control")
struct ControlJudgementTests {
    static let control = Control("echo-delay=2ms", gate: .g1, violates: "g1.p50", also: ["g1.max"])

    /// Returns what the control makes of an attempt with these violated checks.
    private func judge(
        violated: [String], announced: Bool = true, violations: [Violation] = [],
        ending: AttemptEnding = .exited(code: 0), edition: Rule.Edition = .second
    ) -> ControlResult {
        let ids = ["g1.p50", "g1.max", "g1.wrong"]
        let rule = Rule(
            checks: ids.map {
                Check.none($0, gate: .g1, "a question", metric: $0, tier: .contract)
            },
            milestones: [Self.control.announcement])
        var series: SeriesByMetric = [:]
        for id in ids { series[id] = SortedSamples([violated.contains(id) ? 1 : 0]) }
        if announced { series[Control.announcementMetric] = SortedSamples([1]) }
        let evidence = AttemptEvidence(
            series: series, ending: ending, reachedItsEnd: true, violations: violations)
        return Self.control.judge(rule.judge(evidence, gate: .g1), edition: edition)
    }

    @Test("A control takes its name from the sabotage and not its value")
    func name() {
        #expect(Self.control.name == "echo-delay")
        #expect(Self.control.sabotage == "echo-delay=2ms")
    }

    @Test("A sabotage that violates its own check is caught")
    func caught() {
        let result = judge(violated: ["g1.p50", "g1.max"])
        #expect(result.caught)
        #expect(result.observed == .caught(by: ["g1.p50", "g1.max"], slow: []))
    }

    @Test(
        "A sabotage that changes nothing has failed to fail and blinds the gate",
        arguments: Rule.Edition.allCases)
    func missed(edition: Rule.Edition) {
        let result = judge(violated: [], edition: edition)
        #expect(result.verdict == .blind)
        #expect(result.observed == .unseen)
    }

    @Test(
        "A sabotage caught by another check only blinds the gate",
        arguments: Rule.Edition.allCases)
    func otherReason(edition: Rule.Edition) {
        let result = judge(violated: ["g1.wrong"], edition: edition)
        #expect(result.verdict == .blind)
        #expect(result.observed.sentence.contains("g1.wrong"))
    }

    @Test(
        "A sabotage beside which something is wrong that its fault does not explain blinds the gate",
        arguments: Rule.Edition.allCases)
    func more(edition: Rule.Edition) {
        let result = judge(violated: ["g1.p50", "g1.wrong"], edition: edition)
        #expect(result.verdict == .blind)
        #expect(
            result.observed
                == .alsoViolated(checks: ["g1.wrong"], violations: [], hostTooNoisy: false))
    }

    @Test(
        "A sabotage that is meant for an ambition is caught by it alone, though the gate is GO",
        arguments: [
            ([20.0], Verdict.go), ([5], .blind), ([], .inconclusive),
        ])
    func ambition(samples: [Double], verdict: Verdict) {
        let control = Control("echo-delay=50us", gate: .g1, violates: "g1.fast")
        let rule = Rule(
            checks: [
                .none("g1.wrong", gate: .g1, "?", metric: "wrong", tier: .contract),
                Check(
                    "g1.fast", gate: .g1, "?", metric: "rtt", .maximum, unit: .ratio, .below, 10,
                    tier: .ambition),
            ], milestones: [control.announcement])
        let evidence = AttemptEvidence(
            series: [
                "wrong": SortedSamples([0]), "rtt": SortedSamples(samples),
                Control.announcementMetric: SortedSamples([1]),
            ], ending: .exited(code: 0), reachedItsEnd: true)
        let judgement = rule.judge(evidence, gate: .g1)
        #expect(judgement.verdict == .go)
        #expect(control.judge(judgement, edition: .second).verdict == verdict)
    }

    @Test(
        "A crash, a leak or a stray beside the expected violation is another reason",
        arguments: [Violation.Kind.crash, .leak, .stray], Rule.Edition.allCases)
    func crash(kind: Violation.Kind, edition: Rule.Edition) {
        let result = judge(
            violated: ["g1.p50"], violations: [Violation(kind, "it died")], edition: edition)
        #expect(result.verdict == .blind)
    }

    @Test(
        "A stub that hung or gave up beside the expected violation blinded its gate and no more",
        arguments: [Violation.Kind.hang, .misbehaviour],
        [(Rule.Edition.first, Verdict.blind), (.second, .inconclusive)])
    func gaveUp(kind: Violation.Kind, expected: (edition: Rule.Edition, verdict: Verdict)) {
        let result = judge(
            violated: ["g1.p50"], violations: [Violation(kind, "it did not end")],
            edition: expected.edition)
        #expect(result.verdict == expected.verdict)
        #expect(result.observed.sentence == "also violated: it did not end")
    }

    @Test("A violation without an announced sabotage proves nothing")
    func unannounced() {
        let result = judge(violated: ["g1.p50"], announced: false)
        #expect(result.verdict == .blind)
        #expect(result.observed == .neverAnnounced(sabotage: "echo-delay=2ms"))
    }

    @Test("A control whose violating samples were the host's is undecided and blinds nothing")
    func contaminatedHost() {
        let rule = Rule(
            checks: [
                Check(
                    "g1.p50", gate: .g1, "?", metric: "rtt", .maximum, unit: .nanoseconds, .below,
                    100, tier: .contract)
            ], milestones: [Self.control.announcement])
        var judgement = rule.judge(
            AttemptEvidence(
                series: [
                    "rtt": SortedSamples([1]), Control.announcementMetric: SortedSamples([1]),
                ], ending: .exited(code: 0), reachedItsEnd: true),
            gate: .g1)
        #expect(Self.control.judge(judgement, edition: .second).verdict == .blind)
        judgement.checks[0].excludedCount = 1
        #expect(Self.control.judge(judgement, edition: .second).verdict == .inconclusive)
    }

    @Test("A control that could not be judged leaves its gate as undecided as itself")
    func undecided() {
        #expect(judge(violated: [], ending: .exited(code: 70)).verdict == .error)
        #expect(judge(violated: [], ending: .interrupted).verdict == .inconclusive)
    }
}
