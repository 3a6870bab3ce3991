import GateKit
import GateRunner
import Testing

@Suite("The line about a run")
struct RunStatusTests {
    private static let real = plan()
    private static let control = plan([Control("delay=2ms", gate: .g1, violates: "g1.p50")])

    private static func plan(_ controls: [Control] = []) -> AttemptPlan {
        AttemptPlan(
            procedure: "round-trip", gates: [.g1], profile: .smoke, replicate: 0, seed: 1,
            controls: controls, scratchDirectory: "", editorPath: "", runtimePath: "",
            deadlineSeconds: 1)
    }

    private static func judgement(_ verdict: Verdict) -> AttemptJudgement {
        AttemptJudgement(
            gate: .g1, verdict: verdict, contractVerdict: verdict, reason: .everyCheckHolds,
            checks: [], milestones: [], violations: [])
    }

    @Test("before, during and after: what runs, what is left, what was found")
    func line() {
        var status = RunStatus(AttemptLengths([Self.real, Self.control, Self.real]))
        #expect(status.line(at: .zero) == "the run has not begun")
        status.receive(.began(run: 3, attempts: 3), at: .zero)
        #expect(
            status.line(at: .zero)
                == "run 3, 3 attempts; time left not known yet; nothing found yet")
        status.receive(.attemptBegan(index: 1, of: 3, plan: Self.real), at: .seconds(10))
        status.receive(.progress("warm"), at: .seconds(11))
        #expect(
            status.line(at: .seconds(11)).hasPrefix(
                "run 3, [1/3] G1 round-trip, replicate 1: warm; "))
        status.receive(
            .attemptEnded(
                plan: Self.real, ending: .exited(code: 0), judgements: [Self.judgement(.noGo)],
                controls: []), at: .seconds(14))
        #expect(status.timeLeft(at: .seconds(14)) == "about 8 s left")
        status.receive(.attemptBegan(index: 2, of: 3, plan: Self.control), at: .seconds(14))
        status.receive(
            .attemptEnded(
                plan: Self.control, ending: .exited(code: 0), judgements: [Self.judgement(.noGo)],
                controls: [
                    ControlResult(
                        control: Self.control.controls[0],
                        observed: .caught(by: ["g1.p50"], slow: []), verdict: .go)
                ]), at: .seconds(16))
        status.receive(.attemptBegan(index: 3, of: 3, plan: Self.real), at: .seconds(16))
        #expect(
            status.line(at: .seconds(17))
                == "run 3, [3/3] G1 round-trip, replicate 1; about 3 s left; "
                + "so far G1 NO-GO, 1 of 1 controls caught")
    }

    @Test("the worst of several replicates stands; a run without attempts says so")
    func worst() {
        var status = RunStatus(AttemptLengths([]))
        status.receive(.began(run: 1, attempts: 0), at: .zero)
        #expect(status.line(at: .zero) == "run 1: nothing to attempt")
        status.receive(.began(run: 1, attempts: 2), at: .zero)
        for verdict in [Verdict.noGo, .go] {
            status.receive(
                .attemptEnded(
                    plan: Self.real, ending: .exited(code: 0),
                    judgements: [Self.judgement(verdict)], controls: []), at: .zero)
        }
        #expect(status.line(at: .zero).contains("so far G1 NO-GO"))
    }
}
