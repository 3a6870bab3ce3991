import Testing

@testable import GateKit

/// Controls of timing checks beside their healthy twin, and NO-GO that has to be confirmed
/// (credibility.md#controls).
@Suite("Twins and confirmations")
struct TwinTests {
    private static let time = Check(
        "g4.detected", gate: .g4, "?", metric: "x", .maximum, unit: .nanoseconds, .below, 100e6,
        tier: .contract)
    private static let torn = Check.none(
        "g4.torn", gate: .g4, "?", metric: "torn", tier: .contract)
    private static let control = Control("slow-detect=250ms", gate: .g4, violates: "g4.detected")

    /// A judgement of one attempt in which the time was this.
    private static func judgement(
        _ milliseconds: Double, took share: Double = 0, torn count: Double = 0, announced: Int = 1
    ) -> AttemptJudgement {
        let windows = (0..<10).map { (index: Int) -> HostWindow in
            let start = UInt64(index) * 100_000_000
            let steal = UInt64(share * 100e6)
            return HostWindow(
                start: start, end: start + 100_000_000, own: 100_000_000,
                idle: 100_000_000 - steal, steal: steal, processors: 2)
        }
        let batches: [String: [TimedBatch]] = [
            "x": [
                TimedBatch(
                    span: TimeSpan(start: 0, end: 900_000_000), values: [milliseconds * 1e6])
            ], "torn": [TimedBatch(span: nil, values: [count])],
            Control.announcementMetric: [TimedBatch(span: nil, values: [Double(announced)])],
        ]
        var rule = Rule(checks: [time, torn])
        rule.milestones = [control.announcement]
        return rule.judge(
            AttemptEvidence(
                series: batches.mapValues { SortedSamples($0.flatMap(\.values)) },
                ending: .exited(code: 0), reachedItsEnd: true, batches: batches,
                windows: windows), gate: .g4)
    }

    private static func verdict(
        _ judgement: AttemptJudgement, beside twin: AttemptJudgement?
    ) -> Verdict {
        control.judge(judgement, edition: .third, twin: twin).verdict
    }

    @Test("A time is caught where the twin kept it")
    func caught() {
        #expect(Self.verdict(Self.judgement(260), beside: Self.judgement(20)) == .go)
    }

    @Test("On a host that took as much of the twin, a time is caught all the same")
    func sameHost() {
        let control = Self.judgement(260, took: 0.6)
        #expect(control.verdict == .inconclusive)
        #expect(Self.verdict(control, beside: Self.judgement(30, took: 0.6)) == .go)
        #expect(Self.verdict(control, beside: Self.judgement(30)) == .inconclusive)
        #expect(Self.verdict(control, beside: nil) == .inconclusive)
    }

    @Test("What was set aside as the host's is compared with the twin all the same")
    func setAside() {
        let control = Self.judgement(260, took: 0.2)
        #expect(control.checks[0].excludedCount == 1)
        #expect(Self.verdict(control, beside: Self.judgement(20, took: 0.2)) == .go)
        #expect(Self.verdict(control, beside: nil) == .inconclusive)
    }

    @Test("A figure beyond its limit that its own sample cannot decide is not caught")
    func tooFew() {
        var few = Self.judgement(260)
        few.checks[0].verdict = .inconclusive
        few.checks[0].reason = .tooFewTrials(count: 1, fewest: 5)
        #expect(Self.verdict(few, beside: Self.judgement(20)) == .inconclusive)
    }

    @Test("A time that the twin misses nearly as much is undecided: the host alone explains it")
    func noWorse() {
        let result = Self.control.judge(
            Self.judgement(260), edition: .third, twin: Self.judgement(200))
        #expect(result.verdict == .inconclusive)
        #expect(result.observed.cause == .host)
    }

    @Test("BLIND is a named check that held on a host that could have shown it")
    func blind() {
        #expect(Self.verdict(Self.judgement(20), beside: Self.judgement(20)) == .blind)
        #expect(Self.verdict(Self.judgement(20, took: 0.5), beside: nil) == .inconclusive)
    }

    @Test("A time that held beside a floor that hid it is undecided, by capacity")
    func hidden() {
        let floor = Check(
            "g4.floor-tail", gate: .g4, "?", metric: "floor", .maximum, unit: .nanoseconds, .below,
            1e6, tier: .sight)
        var judgement = Self.judgement(20)
        judgement.checks.append(
            CheckResult(
                check: floor, value: 2e6, sampleCount: 1, verdict: .noGo,
                reason: .samplesViolate(count: 1, total: 1)))
        let result = Self.control.judge(judgement, edition: .third, twin: Self.judgement(20))
        #expect(result.verdict == .inconclusive)
        #expect(result.observed.cause == .capacity)
        // A count is seen whatever the floor does.
        let torn = Control("torn", gate: .g4, violates: "g4.torn")
        #expect(torn.judge(judgement, edition: .third, twin: Self.judgement(20)).verdict == .blind)
    }

    @Test("An integrity check that the sabotage cannot violate is another reason, a time never")
    func another() {
        #expect(Self.verdict(Self.judgement(260, torn: 1), beside: Self.judgement(20)) == .blind)
        let torn = Control("torn", gate: .g4, violates: "g4.torn")
        let slow = Self.judgement(260, torn: 1)
        #expect(torn.judge(slow, edition: .third, twin: Self.judgement(20)).verdict == .go)
    }

    @Test(
        "What the fault of a control in the same attempt violates is no other reason, and only that"
    )
    func beside() {
        let torn = Control("torn", gate: .g4, violates: "g4.torn")
        let both = Self.judgement(260, torn: 1)
        let alone = Self.control.judge(both, edition: .third, twin: Self.judgement(20))
        #expect(alone.verdict == .blind)
        let shared = Self.control.judge(
            both, edition: .third, twin: Self.judgement(20), beside: [Self.control, torn])
        #expect(shared.observed == .caught(by: ["g4.detected"], slow: []))
        let other = torn.judge(
            both, edition: .third, twin: Self.judgement(20), beside: [Self.control, torn])
        #expect(other.observed == .caught(by: ["g4.torn"], slow: []))
    }

    private static let declaration = RunDeclaration(
        gate: .g4, headlineCheck: "g4.detected", pendingReason: nil, controlsExpected: 0,
        attemptsPlanned: 1, confirmations: 1)

    private static func result(_ judgements: [AttemptJudgement]) -> GateResult {
        declaration.judge(
            RunEvidence(
                judgements: judgements, controls: [], rules: [], sampleCounts: [:], faults: [],
                wasInterrupted: false))
    }

    @Test("A time that is over in one attempt and not in the next is not confirmed")
    func unconfirmed() {
        let red = Self.judgement(150)
        let green = Self.judgement(20)
        #expect(Self.declaration.isUnconfirmed([red]))
        let result = Self.result([red, green])
        #expect(result.verdict == .inconclusive)
        #expect(result.contractVerdict == .inconclusive)
        #expect(result.sentence.contains("not confirmed"))
        #expect(Self.result([red, Self.judgement(130)]).verdict == .noGo)
    }

    @Test("What no host can cause needs no confirmation")
    func integrity() {
        let red = Self.judgement(20, torn: 1)
        #expect(!Self.declaration.isUnconfirmed([red]))
        #expect(Self.result([red, Self.judgement(20)]).verdict == .noGo)
    }

    @Test("Runs that declared no confirmation are judged by their worst attempt")
    func before() {
        var declaration = Self.declaration
        declaration.confirmations = 0
        #expect(!declaration.isUnconfirmed([Self.judgement(150)]))
    }
}
