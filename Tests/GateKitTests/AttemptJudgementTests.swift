import GateKit
import Testing

@Suite("Judgement of an attempt")
struct AttemptJudgementTests {
    static let rule = Rule(
        checks: [
            Check(
                "g1.p50", gate: .g1, "median", metric: "rtt", .percentile(0.5),
                unit: .nanoseconds, .below, 100, tier: .contract),
            Check.none("g1.wrong", gate: .g1, "wrong replies", metric: "wrong", tier: .own),
            Check(
                "g1.fast", gate: .g1, "faster still", metric: "rtt", .percentile(0.5),
                unit: .nanoseconds, .below, 2, tier: .ambition),
            Check.none("g7.x", gate: .g7, "of another gate", metric: "other", tier: .contract),
        ],
        milestones: [Milestone("g1.loaded", gate: .g1, "load ran", metric: "load", atLeast: 2)])

    static let good: SeriesByMetric = [
        "rtt": SortedSamples((1...50).map(Double.init)), "wrong": SortedSamples([0]),
        "load": SortedSamples([1, 1]), "other": SortedSamples([1]),
    ]

    static func evidence(
        _ change: (inout SeriesByMetric) -> Void = { _ in },
        ending: AttemptEnding = .exited(code: 0),
        end: Bool = true, violations: [Violation] = [], faults: [HarnessFault] = []
    ) -> AttemptEvidence {
        var series = good
        change(&series)
        return AttemptEvidence(
            series: series, ending: ending, reachedItsEnd: end, violations: violations,
            faults: faults)
    }

    @Test("A breach of the contract is proven whatever the judge then failed at")
    func breach() {
        let fault = HarnessFault(.harness, "nothing could be made of it")
        let violation = Violation(.breach, "the events cannot be read")
        let judgement = Self.rule.judge(
            Self.evidence(end: false, violations: [violation], faults: [fault]), gate: .g1)
        #expect(judgement.verdict == .noGo)
        #expect(judgement.reason == .violated(by: violation))
        let other = Violation(.misbehaviour, "something else")
        #expect(
            Self.rule.judge(Self.evidence(violations: [other], faults: [fault]), gate: .g1).verdict
                == .error)
    }

    @Test("An attempt whose every check, milestone and ending is in order is GO")
    func go() {
        let judgement = Self.rule.judge(Self.evidence(), gate: .g1)
        #expect(judgement.verdict == .go)
        #expect(judgement.contractVerdict == .go)
        #expect(judgement.checks.map(\.check.id) == ["g1.p50", "g1.wrong", "g1.fast"])
    }

    @Test("A violated ambition is reported and decides nothing")
    func ambition() {
        let judgement = Self.rule.judge(Self.evidence(), gate: .g1)
        #expect(judgement.checks.last?.verdict == .noGo)
        #expect(judgement.violatedChecks.isEmpty)
    }

    @Test("A violated own check is NO-GO while the contract alone is GO")
    func own() {
        let judgement = Self.rule.judge(
            Self.evidence { $0["wrong"] = SortedSamples([1]) }, gate: .g1)
        #expect(judgement.verdict == .noGo)
        #expect(judgement.contractVerdict == .go)
        #expect(judgement.violatedChecks == ["g1.wrong"])
    }

    @Test("A milestone that was missed is NO-GO on a host that took nothing")
    func milestone() {
        let judgement = Self.rule.judge(
            Self.evidence { $0["load"] = SortedSamples([1]) }, gate: .g1)
        #expect(judgement.verdict == .noGo)
        #expect(judgement.reason == .milestoneMissed(id: "g1.loaded", reached: 1, atLeast: 2))
    }

    @Test("A check without samples leaves the attempt INCONCLUSIVE")
    func missingSamples() {
        let judgement = Self.rule.judge(Self.evidence { $0["wrong"] = nil }, gate: .g1)
        #expect(judgement.verdict == .inconclusive)
    }

    @Test(
        "An ending other than a clean one is never GO",
        arguments: [
            (AttemptEnding.exited(code: 3), Verdict.error),
            (.signalled(number: 11, coreDumped: false), .error),
            (.signalled(number: 15, coreDumped: false), .error),
            (.killedByHarness(step: "KILL"), .noGo), (.interrupted, .inconclusive),
        ])
    func endings(ending: AttemptEnding, verdict: Verdict) {
        let judgement = Self.rule.judge(Self.evidence(ending: ending), gate: .g1)
        #expect(judgement.verdict == verdict)
    }

    @Test("An attempt that never said it was done is ERROR")
    func noEnd() {
        #expect(Self.rule.judge(Self.evidence(end: false), gate: .g1).verdict == .error)
    }

    @Test("Whatever was left, leaked or crashed is NO-GO", arguments: Violation.Kind.allCases)
    func violations(kind: Violation.Kind) {
        let judgement = Self.rule.judge(
            Self.evidence(violations: [Violation(kind, "something")]), gate: .g1)
        #expect(judgement.verdict == .noGo)
        #expect(judgement.reason == .violated(by: Violation(kind, "something")))
    }

    @Test(
        "A failure of the judge hides no violated count, and was ERROR before",
        arguments: [(Rule.Edition.second, Verdict.error), (.third, .noGo)])
    func fault(edition: Rule.Edition, verdict: Verdict) {
        var rule = Self.rule
        rule.edition = edition
        let judgement = rule.judge(
            Self.evidence(
                { $0["wrong"] = SortedSamples([1]) },
                faults: [HarnessFault(.harness, "lost 3 events")]),
            gate: .g1)
        #expect(judgement.verdict == verdict)
    }

    @Test(
        "A limit of the machine that was reached outweighs whatever was seen meanwhile",
        arguments: [Violation.Kind.crash, .leak, .stray, .misbehaviour])
    func limit(kind: Violation.Kind) {
        let limit = HarnessFault(.limit, "the system killed 1 processes for memory")
        let judgement = Self.rule.judge(
            Self.evidence(
                { $0["wrong"] = SortedSamples([1]) }, violations: [Violation(kind, "something")],
                faults: [HarnessFault(.harness, "lost 3 events"), limit]),
            gate: .g1)
        #expect(judgement.verdict == .error)
        #expect(judgement.reason == .judgeFailed(fault: limit))
    }
}
