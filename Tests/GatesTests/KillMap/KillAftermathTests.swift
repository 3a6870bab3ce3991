import GateHost
import GateKit
import Testing

@testable import Gates

/// What was seen after a kill says what it comes to.
@Suite struct KillAftermathTests {
    private func ended(
        _ status: ProcessStatus = .exited(code: 0), after milliseconds: UInt64 = 20
    ) -> KillAftermath.Survivor {
        KillAftermath.Survivor(
            name: "the runtime", status: status, documented: .exited(code: 0),
            nanoseconds: milliseconds * 1_000_000, limit: 500_000_000)
    }

    private func editorKilled(
        _ survivor: KillAftermath.Survivor, _ change: (inout KillAftermath) -> Void = { _ in }
    ) -> KillAftermath.Judgement {
        var aftermath = KillAftermath()
        aftermath.survivors = [survivor]
        change(&aftermath)
        return aftermath.judgement
    }

    @Test("a runtime that ends as documented has ended")
    func ends() {
        let judgement = editorKilled(ended())
        #expect(judgement.outcome == .ended)
        #expect(judgement.nanoseconds == 20_000_000)
        #expect(judgement.deviations.isEmpty)
    }

    @Test(
        "another end is a deviation, and no wait",
        arguments: [.exited(code: 1), .exited(code: 11), .signalled(number: 11, coreDumped: false)]
            as [ProcessStatus])
    func otherEnd(status: ProcessStatus) {
        let judgement = editorKilled(ended(status))
        #expect(judgement.outcome == .deviated)
        #expect(judgement.deviations == ["the runtime \(status), documented exited(0)"])
    }

    @Test("a late end is late; one that does not come hangs, and then nothing counts as left")
    func late() {
        let late = editorKilled(ended(after: 500))
        #expect(late.outcome == .late)
        #expect(!late.isHang)
        let hung = editorKilled(ended(.running, after: 3_000)) { $0.left = ["a socket"] }
        #expect(hung.outcome == .late)
        #expect(hung.isHang)
        #expect(hung.left.isEmpty)
    }

    @Test("what is left is a deviation, also of the next start, and also beside what is late")
    func left() {
        let judgement = editorKilled(ended(after: 600)) {
            $0.left = ["a socket"]
            $0.next.left = ["another"]
        }
        #expect(judgement.outcome == .deviated)
        #expect(judgement.left == ["a socket", "another"])
        #expect(judgement.deviations.prefix(2) == ["left: a socket", "left: another"])
    }

    @Test("an editor that goes on has recovered once all that is documented came in time")
    func recovers() {
        var aftermath = KillAftermath()
        aftermath.isRecovery = true
        aftermath.delays = [.notice(3_000_000), .picture(80_000_000)]
        aftermath.survivors = [ended(after: 900)].map {
            KillAftermath.Survivor(
                name: "the editor", status: $0.status, documented: $0.documented,
                nanoseconds: $0.nanoseconds)
        }
        #expect(aftermath.judgement.outcome == .recovered)
        #expect(aftermath.judgement.nanoseconds == 80_000_000)
        aftermath.delays = [.notice(100_000_000)]
        #expect(aftermath.judgement.outcome == .late)
        #expect(
            aftermath.judgement.deviations == [
                "the editor's word after 100.0 ms, documented below 100.0 ms"
            ])
        aftermath.delays = [.picture(nil)]
        #expect(aftermath.judgement.isHang)
        #expect(aftermath.judgement.deviations == ["a new runtime's picture never came"])
    }

    @Test("the next editor must serve and end in order")
    func next() {
        #expect(editorKilled(ended()) { $0.next.served = false }.isHang)
        #expect(editorKilled(ended()) { $0.next.status = .running }.isHang)
        let crashed = editorKilled(ended()) {
            $0.next.status = .signalled(number: 6, coreDumped: false)
        }
        #expect(crashed.outcome == .deviated)
    }

    @Test("what had to be killed hangs; what the judge saw go wrong is a deviation")
    func others() {
        #expect(editorKilled(ended()) { $0.unended = ["the editor"] }.isHang)
        #expect(editorKilled(ended()) { $0.complaints = ["events were lost"] }.outcome == .deviated)
    }
}
