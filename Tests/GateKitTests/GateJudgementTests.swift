import GateKit
import Testing

@Suite("Judgement of a gate")
struct GateJudgementTests {
    static let length = ContractLength(
        gate: .g1, "paced round trips", metric: "rtt", samples: 10_000)
    static let control = Control("echo-delay=2ms", gate: .g1, violates: "g1.p50")

    private func attempt(_ verdict: Verdict, median: Double = 10) -> AttemptJudgement {
        let check = Check(
            "g1.p50", gate: .g1, "median", metric: "rtt", .percentile(0.5), unit: .nanoseconds,
            .below, 100, tier: .contract)
        let result = CheckResult(
            check: check, value: median, sampleCount: 100, verdict: verdict, reason: .held)
        return AttemptJudgement(
            gate: .g1, verdict: verdict, contractVerdict: verdict, reason: .everyCheckHolds,
            checks: [result], milestones: [], violations: [])
    }

    private func control(_ verdict: Verdict) -> ControlResult {
        ControlResult(
            control: Self.control, observed: .caught(by: ["g1.p50"], slow: []), verdict: verdict)
    }

    private func judge(
        _ attempts: [Verdict], _ controls: [Verdict], expected: Int = 1, samples: Int = 10_000
    ) -> GateResult {
        judge(attempts.map { attempt($0) }, controls, expected: expected, samples: samples)
    }

    /// Returns what a run comes out as that planned just these attempts.
    private func judge(
        _ attempts: [AttemptJudgement], _ controls: [Verdict], expected: Int = 1,
        planned: Int? = nil, samples: Int = 10_000, pending: String? = nil,
        refusal: [RefusalGround] = []
    ) -> GateResult {
        RunDeclaration(
            gate: .g1, headlineCheck: "g1.p50", pendingReason: pending, controlsExpected: expected,
            attemptsPlanned: planned ?? attempts.count
        ).judge(
            RunEvidence(
                judgements: attempts, controls: controls.map { control($0) },
                rules: [Rule(checks: [], contractLengths: [Self.length])],
                sampleCounts: ["rtt": samples], faults: [], wasInterrupted: false,
                refusal: refusal))
    }

    @Test(
        "The worst replicate decides, NO-GO outranks BLIND, and a missed control blinds a GO",
        arguments: [
            ([Verdict.go, .go], [Verdict.go], Verdict.go),
            ([.go, .noGo, .go], [.go], .noGo),
            ([.go, .inconclusive], [.go], .inconclusive),
            ([.go, .error, .inconclusive], [.go], .error),
            ([.go], [.blind], .blind),
            ([.noGo], [.blind], .noGo),
            ([.go], [.inconclusive], .inconclusive),
            ([.go], [.error], .error),
            ([], [.go], .pending),
        ])
    func worst(attempts: [Verdict], controls: [Verdict], verdict: Verdict) {
        #expect(judge(attempts, controls).verdict == verdict)
    }

    @Test("A GO whose controls were not run is unproven and not printed as GO")
    func unproven() {
        let result = judge([.go], [], expected: 4)
        #expect(result.verdict == .inconclusive)
        #expect(result.reason == .unproven(caught: 0, expected: 4))
        #expect(result.shown == "GO (unproven)")
        #expect(result.contractVerdict == .inconclusive)
    }

    @Test("A run shorter than its contract is provisional and says what it lacks")
    func provisional() {
        let result = judge([.go], [.go], samples: 2_000)
        #expect(result.verdict == .go)
        #expect(result.provisional)
        #expect(
            result.shortfall == [
                Shortfall(title: "paced round trips", samples: 2_000, asked: 10_000)
            ])
        #expect(result.sentence == "every check holds; paced round trips 2 000 of 10 000")
    }

    @Test(
        "A replicate that is missing, or a GO that is refused, is no shortfall and hides none",
        arguments: [(2, [RefusalGround]()), (1, [.treeNotClean])])
    func notShort(planned: Int, refusal: [RefusalGround]) {
        let short = judge([attempt(.go)], [.go], planned: planned, samples: 2_000, refusal: refusal)
        #expect(short.verdict == .inconclusive)
        #expect(short.provisional)
        #expect(short.shortfall.map(\.sentence) == ["paced round trips 2 000 of 10 000"])
        let whole = judge([attempt(.go)], [.go], planned: planned, refusal: refusal)
        #expect(!whole.provisional)
        #expect(whole.shortfall.isEmpty)
    }

    @Test("The headline is the worst replicate's figure with its margin")
    func headline() {
        let result = judge([attempt(.go, median: 10), attempt(.go, median: 25)], [.go])
        #expect(result.headlineValue == 25)
        #expect(result.margin == 4)
        #expect(result.controlsCaught == 1)
    }

    @Test("An ambition counts as held only where every replicate holds it")
    func ambitions() {
        func check(_ id: String, _ verdict: Verdict) -> CheckResult {
            CheckResult(
                check: .none(id, gate: .g1, "?", metric: "m", tier: .ambition), value: 0,
                sampleCount: 1, verdict: verdict, reason: .held)
        }
        var first = attempt(.go)
        var second = attempt(.go)
        first.checks += [check("g1.a", .go), check("g1.b", .go), check("g1.c", .inconclusive)]
        second.checks += [check("g1.a", .go), check("g1.b", .noGo)]
        let result = judge([first, second], [.go])
        #expect(result.verdict == .go)
        #expect(result.ambitionsHeld == 1)
        #expect(result.ambitionsAsked == 3)
    }

    @Test("A gate that is not implemented is PENDING with its reason")
    func pending() {
        let result = judge([], [], expected: 0, pending: "not implemented yet")
        #expect(result.verdict == .pending)
        #expect(result.reason == .pending(why: "not implemented yet"))
    }

    @Test(
        "The worst gate decides the exit code",
        arguments: [
            ([Verdict.go, .go], [], RunExitCode.go),
            ([.go, .skip], [], .go),
            ([.skip], [], .nothingToJudge),
            ([], [], .nothingToJudge),
            ([.go, .pending], [], .inconclusive),
            ([.inconclusive, .blind], [], .blind),
            ([.blind, .noGo], [], .noGo),
            ([.error, .pending], [HarnessFault.Kind.precondition], .preconditionMissing),
            ([.error, .blind], [.precondition], .blind),
            ([.error], [.harness, .limit], .preconditionMissing),
            ([.error], [.precondition, .harness], .harnessBug),
            ([.error, .noGo], [.harness], .harnessBug),
            ([.error], [], .harnessBug),
        ])
    func exitStatus(verdicts: [Verdict], faults: [HarnessFault.Kind], status: RunExitCode) {
        let results = verdicts.map {
            GateResult(gate: .g1, verdict: $0, contractVerdict: $0, reason: .noAttempt)
        }
        #expect(RunExitCode.of(results, faults: faults) == status)
    }
}
