import Foundation
import GateHost
import GateKit
import Testing

@testable import Gates

/// What was seen of a run of the judge's in which a call failed says what it comes to.
@Suite struct JudgeAftermathTests {
    private func judge(
        _ status: ProcessStatus, isAttempt: Bool = false,
        _ change: (inout JudgeAftermath) -> Void = { _ in }
    ) -> FaultAftermath.Judgement {
        var aftermath = JudgeAftermath(isAttempt: isAttempt)
        aftermath.status = status
        aftermath.isWhole = true
        change(&aftermath)
        return aftermath.judgement
    }

    @Test("a run that is GO as far as a run without controls can be went on")
    func wentOn() {
        let judgement = judge(.exited(code: 10)) {
            $0.hear("G7 passing descriptors  GO (unproven)")
        }
        #expect(judgement == FaultAftermath.Judgement(outcome: .wentOn))
        #expect(judge(.exited(code: 10)) { $0.hear("G7  INCONCLUSIVE") }.outcome == .ended)
    }

    @Test("a failure of the judge's that says so is an end", arguments: [10, 70, 79, 110])
    func ended(code: Int32) {
        let judgement = judge(.exited(code: code)) { $0.isWhole = false }
        #expect(judgement.outcome == .ended)
        let silent = judge(.exited(code: code)) {
            $0.isWhole = false
            $0.hasSpoken = false
        }
        #expect(silent.outcome == .deviated)
    }

    @Test(
        "a verdict against the subject, another code and a crash deviate",
        arguments: [
            .exited(code: 100), .exited(code: 101), .exited(code: 64), .exited(code: 1),
            .signalled(number: 4, coreDumped: false), .signalled(number: 13, coreDumped: false),
        ] as [ProcessStatus])
    func deviates(status: ProcessStatus) {
        #expect(judge(status).outcome == .deviated)
    }

    @Test("what runs on hangs, and what is left deviates")
    func remains() {
        #expect(judge(.running).isHang)
        #expect(judge(.exited(code: 70)) { $0.unended = ["weld-editor (pid 7)"] }.isHang)
        #expect(judge(.exited(code: 10)) { $0.left = ["/tmp/x"] }.deviations == ["left: /tmp/x"])
    }

    @Test("an attempt may fail by a fault, blames no subject and does not stop in the middle")
    func attempts() throws {
        func line(_ message: AttemptMessage) throws -> String {
            String(decoding: try JSONEncoder().encode(message), as: UTF8.self) + "\n"
        }
        func hearing(_ messages: AttemptMessage...) throws -> FaultAftermath.Judgement {
            let text = try messages.map(line).joined()
            return judge(.exited(code: 0), isAttempt: true) {
                $0.isWhole = false
                $0.hear(text)
            }
        }
        #expect(try hearing(.end).outcome == .wentOn)
        #expect(try hearing(.fault(HarnessFault(.harness, "no process")), .end).outcome == .ended)
        #expect(try hearing(.violation(Violation(.crash, "it died")), .end).outcome == .deviated)
        #expect(try hearing().outcome == .deviated)
    }
}
