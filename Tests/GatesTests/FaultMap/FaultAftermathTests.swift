import GateHost
import GateKit
import Testing

@testable import Gates

/// What was seen of a life in which a call failed says what it comes to.
@Suite struct FaultAftermathTests {
    private typealias End = FaultAftermath.End

    private static let well: [FaultAftermath.End] = [
        FaultAftermath.End(role: .editor, status: .exited(code: 0)),
        FaultAftermath.End(role: .runtime, status: .exited(code: 0)),
    ]

    private func judge(
        _ ends: [FaultAftermath.End] = well, call: String = "read",
        _ change: (inout FaultAftermath) -> Void = { _ in }
    ) -> FaultAftermath.Judgement {
        var aftermath = FaultAftermath()
        aftermath.ends = ends
        change(&aftermath)
        return aftermath.judgement(of: call)
    }

    @Test("a life that is played to its end, with both ending in order, went on")
    func wentOn() {
        #expect(judge() == FaultAftermath.Judgement(outcome: .wentOn))
        let orphan = [
            End(role: .editor, status: .signalled(number: 9, coreDumped: false), isScripts: true),
            End(role: .runtime, status: .exited(code: 0)),
        ]
        #expect(judge(orphan) == FaultAftermath.Judgement(outcome: .wentOn))
    }

    @Test("a runtime that ended with a code and was replaced in a life that went on is replaced")
    func replaced() {
        let judgement = judge(Self.well + [End(role: .runtime, status: .exited(code: 14))]) {
            $0.replacements = 1
        }
        #expect(judgement.outcome == .replaced)
        #expect(judgement.ends == ["runtime 14"])
    }

    @Test("a documented code with a word is an end, and explains what did not come")
    func ended() {
        let judgement = judge([
            End(role: .editor, status: .exited(code: 11)),
            End(role: .runtime, status: .exited(code: 0)),
        ]) {
            $0.lacking = "a greeting"
            $0.hasAsked = false
        }
        #expect(judgement.outcome == .ended)
        #expect(judgement.ends == ["editor 11"])
    }

    @Test(
        "every other end is a deviation",
        arguments: [
            (.editor, .signalled(number: 4, coreDumped: false), true, "died of signal 4"),
            (.runtime, .signalled(number: 13, coreDumped: false), true, "died of signal 13"),
            (.editor, .signalled(number: 9, coreDumped: false), true, "died of signal 9"),
            (.runtime, .exited(code: 1), true, "ended with 1"),
            (.editor, .exited(code: 10), true, "ended with 10"),
            (.runtime, .exited(code: 16), true, "ended with 16"),
            (.runtime, .exited(code: 11), false, "ended with 11 without a word"),
        ] as [(SubjectRole, ProcessStatus, Bool, String)])
    func deviates(role: SubjectRole, status: ProcessStatus, speaks: Bool, words: String) {
        let judgement = judge([End(role: role, status: status, hasSpoken: speaks)])
        #expect(judgement.outcome == .deviated)
        #expect(judgement.deviations.count == 1)
        #expect(judgement.deviations.first?.contains(words) == true)
    }

    @Test("a runtime that its editor killed has not crashed")
    func killedByEditor() {
        let killed = End(role: .runtime, status: .signalled(number: 9, coreDumped: false))
        #expect(judge(Self.well + [killed]) { $0.replacements = 1 }.outcome == .replaced)
    }

    @Test("an editor that ends with 0 and was not asked deviates")
    func unasked() {
        #expect(judge { $0.hasAsked = false }.outcome == .deviated)
    }

    @Test("what does not come, does not end or has to be killed hangs")
    func hangs() {
        #expect(judge { $0.lacking = "a greeting" }.isHang)
        #expect(judge { $0.unended = ["the editor"] }.isHang)
        let alone = judge([End(role: .runtime, status: .exited(code: 11))]) {
            $0.owed = ["another"]
        }
        #expect(alone.isHang)
        #expect(judge([End(role: .runtime, status: .running)]).isHang)
    }

    @Test("what is left or not swept deviates, but where the removal itself failed")
    func left() {
        #expect(judge { $0.left = ["a socket"] }.deviations == ["left: a socket"])
        #expect(judge(call: "unlink") { $0.left = ["a socket"] }.outcome == .wentOn)
        var unseen = FaultAftermath()
        unseen.ends = Self.well
        unseen.left = ["a socket"]
        #expect(unseen.judgement(of: "newfstatat", in: .shutdown).outcome == .wentOn)
        #expect(unseen.judgement(of: "newfstatat", in: .start).outcome == .deviated)
        let unswept = judge(call: "unlink") {
            $0.next = KillAftermath.NextStart(left: ["a socket"])
        }
        #expect(unswept.deviations == ["not swept: a socket"])
    }

    @Test(
        "what cannot be written is lost, and nothing is waited for then",
        arguments: [
            "events of editor 7 were lost: number 3 came where 2 was due",
            "the events of editor 7 are numbered wrongly: number 3 came where 2 was due",
            "the events of editor 7 are counted wrongly: by its last word it wrote 9, and 8 came",
            "the editor (pid 7) did not say that it ends: the last that came is 'swept'",
        ])
    func lost(complaint: String) {
        #expect(judge(call: "write") { $0.complaints = [complaint] }.outcome == .wentOn)
        #expect(judge(call: "write") { $0.lacking = "a greeting" }.outcome == .wentOn)
        #expect(judge(call: "read") { $0.complaints = [complaint] }.outcome == .deviated)
    }

    @Test(
        "an editor's word about its runtime's end is read",
        arguments: [
            ("exited(14)", .exited(code: 14)),
            ("signalled(9)", .signalled(number: 9, coreDumped: false)),
            ("signalled(11, core dumped)", .signalled(number: 11, coreDumped: true)),
            ("running", nil), ("exited()", nil),
        ] as [(String, ProcessStatus?)])
    func reported(text: String, status: ProcessStatus?) {
        #expect(ProcessStatus(reported: text) == status)
    }
}
