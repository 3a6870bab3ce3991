import GateHost
import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("What an editor did about its runtime's death")
struct RuntimeDeathTests {
    static let killedAt: UInt64 = 1_000

    /// A recovery as it should be: runtime 5 is killed at 1000, runtime 6 takes over.
    private func recovery() -> [EventRecord] {
        [
            .editor(900, .read(41)), .runtime(990, .published(42), pid: 5),
            .editor(1_010, .read(42)), .editor(1_100, .peerGone),
            .editor(1_150, .reaped(child: 5, status: "killed")),
            .editor(1_200, .spawned(child: 6)), .editor(1_400, .restarted(epoch: 2)),
            .editor(1_500, .read(43)), .runtime(1_490, .published(43)),
        ]
    }

    private func death(_ events: [EventRecord], earlierDeaths: Int = 0) -> RuntimeDeath {
        RuntimeDeath(
            victim: 5, killedAt: Self.killedAt, earlierDeaths: earlierDeaths, events)
    }

    @Test("A recovery is noticed, complete, and moved by the new runtime's picture alone")
    func complete() {
        let death = death(recovery())
        #expect(death.noticedAt == 1_100)
        #expect(death.recoveredAt == 1_400)
        #expect(death.movedAt == 1_500)
        #expect(death.isRecovered)
        #expect(death.exitCode == nil)
    }

    @Test("The end of the process is notice enough, but only of that process")
    func reaped() {
        let events = recovery().filter { $0.kind != .peerGone }
        #expect(death(events).noticedAt == 1_150)
        let other = [EventRecord.editor(1_100, .reaped(child: 4, status: "killed"))]
        #expect(death(other).noticedAt == nil)
    }

    @Test("A runtime that is killed before its start is reported is not its own successor")
    func reportedLate() {
        let events = [EventRecord.editor(1_005, .spawned(child: 5))] + recovery()
        #expect(death(events).movedAt == 1_500)
    }

    @Test("What was reported before the kill is no notice of it")
    func earlier() {
        let events = [EventRecord.editor(999, .peerGone)]
        #expect(death(events).noticedAt == nil)
    }

    @Test("A runtime's word about its editor is no notice by the editor")
    func otherRole() {
        #expect(death([.runtime(1_100, .peerGone)]).noticedAt == nil)
    }

    @Test("A picture that the dead runtime had published moves nothing")
    func oldPicture() {
        let events = recovery().filter { $0.time != 1_500 }
        #expect(death(events).movedAt == nil)
        #expect(!death(events).isRecovered)
    }

    @Test("Ids that do not advance move nothing")
    func repeatedID() {
        let events = recovery().filter { $0.time < 1_010 || (1_100..<1_490).contains($0.time) }
        let moved = [
            EventRecord.runtime(1_490, .published(41)), .editor(1_500, .read(41)),
        ]
        #expect(death(events + moved).movedAt == nil)
    }

    @Test("A restart under another epoch than the next is none", arguments: [1, 3] as [UInt32])
    func wrongEpoch(epoch: UInt32) {
        var events = recovery().filter { $0.kind != .restarted }
        events.append(.editor(1_400, .restarted(epoch: epoch)))
        #expect(death(events).recoveredAt == nil)
    }

    @Test("A death by signal that is read as an exit, or as another signal, is read wrong")
    func readings() {
        let killed = ProcessStatus.signalled(number: 9, coreDumped: false)
        func read(_ text: String) -> Bool? {
            death([.editor(1_100, .reaped(child: 5, status: text))]).wasRead(as: killed)
        }
        #expect(read("signalled(9)") == true)
        #expect(read("signalled(9, core dumped)") == true)
        for text in ["exited(0)", "exited(9)", "signalled(19)", "running", "unknown", ""] {
            #expect(read(text) == false, "\(text)")
        }
        // Another's end tells nothing; a successor without any word does.
        #expect(death([.editor(1_100, .reaped(child: 4, status: "x"))]).wasRead(as: killed) == nil)
        #expect(death([.editor(1_100, .spawned(child: 6))]).wasRead(as: killed) == false)
        #expect(ProcessStatus.exited(.clean).isSpelled("exited(0)"))
        #expect(!ProcessStatus.running.isSpelled("running"))
    }

    @Test("The second death is followed by the editor's own code")
    func second() {
        let events = [
            EventRecord.editor(1_100, .peerGone), .editor(1_200, .exiting(.peerDiedTwice)),
        ]
        #expect(death(events, earlierDeaths: 1).exitCode == .peerDiedTwice)
        #expect(death(events, earlierDeaths: 1).recoveredAt == nil)
    }
}

@Suite("Silence and own pauses")
struct SilenceTests {
    private func event(_ time: UInt64, _ event: Event) -> EventRecord { .editor(time, event) }

    @Test("Silence lasts from the last ack before the miss")
    func silence() {
        let events = [
            event(10, .heartbeatAcked), event(20, .heartbeatAcked),
            event(50, .heartbeatMissed(silentNanoseconds: 30)), event(60, .heartbeatAcked),
        ]
        let silence = Silence(events, missedAt: 50)
        #expect(silence.nanoseconds(atLatest: 100) == 30)
        #expect(silence.span(atLatest: 100) == TimeSpan(start: 20, end: 50))
    }

    @Test("Silence that nobody minded lasts until now")
    func unnoticed() {
        let silence = Silence([event(10, .heartbeatAcked)], missedAt: nil)
        #expect(silence.nanoseconds(atLatest: 100) == 90)
    }

    @Test("A pause is forgiven when it was seen and nobody was blamed")
    func pause() {
        #expect(
            OwnPause([event(1, .paused(nanoseconds: 1)), event(2, .heartbeatAcked)]).isForgiven)
        #expect(!OwnPause([event(2, .heartbeatAcked)]).isForgiven)
    }

    @Test(
        "Any consequence for the runtime is blame",
        arguments: [
            Event.heartbeatMissed(silentNanoseconds: 1), .peerGone,
            .reaped(child: 1, status: ""), .restarting(deaths: 1), .forced(signal: 9, child: 1),
        ])
    func blame(consequence: Event) {
        #expect(!OwnPause([event(1, .paused(nanoseconds: 1)), event(2, consequence)]).isForgiven)
    }
}
