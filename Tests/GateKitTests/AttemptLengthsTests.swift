import GateKit
import Testing

@Suite("How long attempts take")
struct AttemptLengthsTests {
    private func plan(_ procedure: String, _ controls: [Control] = []) -> AttemptPlan {
        AttemptPlan(
            procedure: procedure, gates: [.g1], profile: .smoke, replicate: 0, seed: 1,
            controls: controls, scratchDirectory: "", editorPath: "", runtimePath: "",
            deadlineSeconds: 1)
    }

    @Test("what is left is what attempts of the same kind took")
    func known() {
        let delay = Control("delay=2ms", gate: .g1, violates: "g1.p50")
        let plans = [plan("a"), plan("a", [delay]), plan("b")]
        let lengths = AttemptLengths(
            plans,
            known: [
                AttemptKind(plans[0]): 5, AttemptKind(procedure: "a", controls: "delay"): 2,
                AttemptKind(plans[2]): 10,
            ])
        #expect(lengths.secondsLeft(ended: 0, elapsed: 0) == 17)
        #expect(lengths.secondsLeft(ended: 0, elapsed: 4) == 13)
        #expect(lengths.secondsLeft(ended: 1, elapsed: 60) == 10)
        #expect(lengths.secondsLeft(ended: 3, elapsed: 0) == 0)
        #expect(lengths.secondsLeft(ended: 9, elapsed: 0) == 0)
    }

    @Test("without any length nobody knows; the first attempt tells")
    func unknown() {
        var lengths = AttemptLengths([plan("a"), plan("b"), plan("a")])
        #expect(lengths.secondsLeft(ended: 0, elapsed: 3) == nil)
        lengths.record(plan("a"), seconds: 4)
        #expect(lengths.secondsLeft(ended: 1, elapsed: 0) == 8)
    }

    @Test("lengths that are none are not believed", arguments: [-1.0, .nan, .infinity])
    func bad(seconds: Double) {
        var lengths = AttemptLengths([plan("a")], known: [AttemptKind(plan("a")): seconds])
        lengths.record(plan("a"), seconds: seconds)
        #expect(lengths.secondsLeft(ended: 0, elapsed: 0) == nil)
    }

    @Test(
        "times for somebody who waits",
        arguments: [
            (0.0, "0 s"), (0.2, "1 s"), (89, "89 s"), (91, "2 min"), (5_401, "1 h 31 min"),
            (-4, "0 s"), (.nan, "0 s"),
        ])
    func texts(seconds: Double, text: String) {
        #expect(AttemptLengths.text(seconds: seconds) == text)
    }
}
