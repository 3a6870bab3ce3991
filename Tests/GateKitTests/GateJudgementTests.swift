import GateKit
import Testing

@Suite("Judgement of a gate")
struct GateJudgementTests {
    static let gate = GateDeclaration(id: .g1, question: "Is it fast?", headlineCheck: "g1.p50")
    static let control = Control("echo-delay=2ms", gate: .g1, violates: "g1.p50")

    private func attempt(_ verdict: Verdict, median: Double = 10) -> AttemptJudgement {
        let check = Check(
            "g1.p50", gate: .g1, "median", metric: "rtt", .percentile(0.5), unit: .nanoseconds,
            .below, 100, tier: .contract)
        let result = CheckResult(
            check: check, value: median, sampleCount: 100, verdict: verdict, reason: "")
        return AttemptJudgement(
            gate: .g1, verdict: verdict, contractVerdict: verdict, reason: "as told",
            checks: [result], milestones: [], violations: [])
    }

    private func control(_ verdict: Verdict) -> ControlResult {
        ControlResult(
            control: Self.control, expectedReason: "g1.p50", observedReason: "seen",
            verdict: verdict)
    }

    private func judge(
        _ attempts: [Verdict], _ controls: [Verdict], expected: Int = 1, shortfall: [String] = []
    ) -> GateResult {
        Self.gate.judge(
            attempts: attempts.map { attempt($0) }, controls: controls.map { control($0) },
            controlsExpected: expected, shortfall: shortfall)
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
        #expect(result.reason.contains("GO (unproven)"))
        #expect(result.shown == "GO (unproven)")
        #expect(result.contractVerdict == .inconclusive)
    }

    @Test("A run shorter than its contract is provisional and says what it lacks")
    func provisional() {
        let result = judge([.go], [.go], shortfall: ["2 000 of 10 000 paced round trips"])
        #expect(result.verdict == .go)
        #expect(result.provisional)
        #expect(result.reason.contains("2 000 of 10 000"))
    }

    @Test("The headline is the worst replicate's figure with its margin")
    func headline() {
        let result = Self.gate.judge(
            attempts: [attempt(.go, median: 10), attempt(.go, median: 25)],
            controls: [control(.go)], controlsExpected: 1, shortfall: [])
        #expect(result.headlineValue == 25)
        #expect(result.margin == 4)
        #expect(result.controlsCaught == 1)
    }

    @Test("An ambition counts as held only where every replicate holds it")
    func ambitions() {
        func check(_ id: String, _ verdict: Verdict) -> CheckResult {
            CheckResult(
                check: .none(id, gate: .g1, "?", metric: "m", tier: .ambition), value: 0,
                sampleCount: 1, verdict: verdict, reason: "")
        }
        var first = attempt(.go)
        var second = attempt(.go)
        first.checks += [check("g1.a", .go), check("g1.b", .go), check("g1.c", .inconclusive)]
        second.checks += [check("g1.a", .go), check("g1.b", .noGo)]
        let result = Self.gate.judge(
            attempts: [first, second], controls: [control(.go)], controlsExpected: 1, shortfall: [])
        #expect(result.verdict == .go)
        #expect(result.ambitionsHeld == 1)
        #expect(result.ambitionsAsked == 3)
    }

    @Test("A gate that is not implemented is PENDING with its reason")
    func pending() {
        let gate = GateDeclaration(
            id: .g3, question: "?", headlineCheck: "g3.x", pendingReason: "not implemented yet")
        let result = gate.judge(attempts: [], controls: [], controlsExpected: 0, shortfall: [])
        #expect(result.verdict == .pending)
        #expect(result.reason == "not implemented yet")
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
            ([.error, .noGo], [.harness], .harnessBug),
            ([.error], [], .harnessBug),
        ])
    func exitStatus(verdicts: [Verdict], faults: [HarnessFault.Kind], status: RunExitCode) {
        let results = verdicts.map {
            GateResult(gate: .g1, verdict: $0, contractVerdict: $0, reason: "")
        }
        #expect(RunExitCode.of(results, faults: faults) == status)
    }
}
