import Foundation
import GateKit
import Testing

/// Reasons are data; their words are kept in stores and never change.
@Suite("Reasons")
struct ReasonTests {
    static let setAside = SetAside(count: 3, total: 10)
    static let violation = Violation(.hang, "it did not end")

    static let checks: [(CheckReason, String)] = [
        (.noSamples(metric: "rtt"), "no samples of rtt were stored"),
        (.noFloor, "the floor was not measured"),
        (.tooFewSamples(count: 12), "12 samples are too few for a bound"),
        (.boundHolds, "the confidence bound holds"),
        (.boundViolates, "the confidence bound violates the threshold"),
        (.boundStraddles, "the confidence interval straddles the threshold"),
        (.tooFewTrials(count: 3, fewest: 5), "3 trials of at least 5"),
        (.trialsViolate(count: 7), "violated over 7 trials"),
        (.samplesViolate(count: 1, total: 7), "1 of 7 samples violate it"), (.held, "held"),
        (
            .heldInTrials(count: 299, confidence: 0.95),
            "held in 299 trials: rate < 1.0 % at 95 %"
        ),
        (
            .hostTooNoisy(setAside: setAside),
            "host too noisy: 3 of 10 samples were taken while the host was busy otherwise"
        ),
        (
            .leavingOut(setAside: setAside, reason: .boundHolds),
            "the confidence bound holds; 3 of 10 samples were taken while the host was busy "
                + "otherwise and are left out"
        ), (.recorded(text: "as it was"), "as it was"),
    ]

    static let attempts: [(AttemptReason, String)] = [
        (.everyCheckHolds, "every check holds"),
        (.judgeFailed(fault: HarnessFault(.harness, "lost an event")), "lost an event"),
        (
            .checkViolated(id: "g1.p50", question: "the median", reason: .boundViolates),
            "g1.p50: the median, the confidence bound violates the threshold"
        ), (.violated(by: violation), "hang: it did not end"),
        (.hostTooNoisy(violation: violation), "host too noisy, hang: it did not end"),
        (.processExited(code: 3), "the attempt's own process exited with code 3"),
        (.processDied(signal: 11), "the attempt's own process died of signal 11"),
        (.interrupted, "the run was interrupted"),
        (.endNotReached, "the attempt ended without saying that it was done"),
        (.checkUndecided(id: "g1.p50", reason: .noFloor), "g1.p50: the floor was not measured"),
        (
            .milestoneMissed(id: "g1.warm", reached: 1, atLeast: 2),
            "milestone g1.warm was reached 1 times of 2"
        ), (.recorded(text: "as it was"), "as it was"),
    ]

    static let controls: [(ControlReason, String)] = [
        (.caught(by: ["g1.p50", "g1.max"], slow: []), "g1.p50, g1.max"),
        (
            .caught(by: ["g6.torn"], slow: [.init(check: "g6.age", reason: .boundViolates)]),
            "g6.torn; also slow: g6.age (the confidence bound violates the threshold)"
        ),
        (.neverAnnounced(sabotage: "a=1"), "failed to fail: the stub never announced a=1"),
        (.unseen, "failed to fail: came out GO"),
        (.attempt(reason: .interrupted), "the run was interrupted"),
        (.checkUndecided(id: "g1.p50", reason: .noFloor), "g1.p50: the floor was not measured"),
        (
            .checkUndecidedBeside(id: "g1.p50", reason: .noFloor, other: .violated(by: violation)),
            "g1.p50: the floor was not measured; hang: it did not end"
        ),
        (
            .alsoViolated(checks: ["g1.wrong"], violations: [violation], hostTooNoisy: true),
            "host too noisy, also violated: g1.wrong, it did not end"
        ), (.recorded(text: "as it was"), "as it was"),
    ]

    static let gates: [(GateReason, String)] = [
        (.pending(why: "not implemented yet"), "not implemented yet"),
        (.noAttempt, "no attempt was made"),
        (.judgeFailed(fault: HarnessFault(.precondition, "no runtime")), "no runtime"),
        (.interrupted, "the run was interrupted"),
        (.attempt(reason: .everyCheckHolds), "every check holds"),
        (
            .control(sabotage: "echo-delay=2ms", reason: .unseen),
            "control echo-delay=2ms: failed to fail: came out GO"
        ), (.unproven(caught: 0, expected: 4), "GO (unproven): 0 of 4 controls ran"),
        (.attemptsMissing(made: 2, planned: 3), "2 of 3 attempts were made"),
        (
            .refused(grounds: RefusalGround.allCases),
            "GO refused: the tree is not known to be clean, the build is a debug build"
        ), (.recorded(text: "as it was"), "as it was"),
    ]

    /// Whether the words stand, and the data survives its way through JSON.
    private func check<R: Reason>(_ reason: R, _ words: String) throws {
        #expect(reason.sentence == words)
        let json = try JSONEncoder().encode(reason)
        #expect(!String(decoding: json, as: UTF8.self).contains("_0"), "every value has a name")
        #expect(try JSONDecoder().decode(R.self, from: json) == reason)
        #expect(reason.isSame(as: reason))
        #expect(reason.isSame(as: .recorded(text: words)))
        #expect(!reason.isSame(as: .recorded(text: words + " or not")))
    }

    @Test("Every reason of a check has its words and its data", arguments: checks)
    func ofCheck(reason: CheckReason, words: String) throws { try check(reason, words) }

    @Test("Every reason of an attempt has its words and its data", arguments: attempts)
    func ofAttempt(reason: AttemptReason, words: String) throws { try check(reason, words) }

    @Test("Every reason of a control has its words and its data", arguments: controls)
    func ofControl(reason: ControlReason, words: String) throws { try check(reason, words) }

    @Test("Every reason of a gate has its words and its data", arguments: gates)
    func ofGate(reason: GateReason, words: String) throws { try check(reason, words) }
}
