import GateKit
import Testing

@testable import Gates

@Suite("What an editor did about its runtime's death")
struct RuntimeDeathTests {
    static let killedAt: UInt64 = 1_000

    static func event(
        _ time: UInt64, _ role: String, _ name: String, pid: Int32 = 1,
        _ fields: [String: String] = [:]
    ) -> StubEvent {
        StubEvent(number: 1, time: time, pid: pid, role: role, name: name, fields: fields)
    }

    /// A recovery as it should be: runtime 5 is killed at 1000, runtime 6 takes over.
    private func recovery() -> [StubEvent] {
        [
            Self.event(900, "editor", "frame-read", ["id": "41"]),
            Self.event(990, "runtime", "frame-published", pid: 5, ["id": "42"]),
            Self.event(1_010, "editor", "frame-read", ["id": "42"]),
            Self.event(1_100, "editor", "peer-gone", ["how": "end-of-stream"]),
            Self.event(1_150, "editor", "reaped", ["child": "5"]),
            Self.event(1_200, "editor", "spawned", ["child": "6"]),
            Self.event(1_400, "editor", "restarted", ["epoch": "2"]),
            Self.event(1_500, "editor", "frame-read", ["id": "43"]),
            Self.event(1_490, "runtime", "frame-published", pid: 6, ["id": "43"]),
        ]
    }

    private func death(_ events: [StubEvent], earlierDeaths: Int = 0) -> RuntimeDeath {
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
        let events = recovery().filter { $0.name != "peer-gone" }
        #expect(death(events).noticedAt == 1_150)
        let other = [Self.event(1_100, "editor", "reaped", ["child": "4"])]
        #expect(death(other).noticedAt == nil)
    }

    @Test("What was reported before the kill is no notice of it")
    func earlier() {
        let events = [Self.event(999, "editor", "peer-gone")]
        #expect(death(events).noticedAt == nil)
    }

    @Test("A runtime's word about its editor is no notice by the editor")
    func otherRole() {
        #expect(death([Self.event(1_100, "runtime", "peer-gone", pid: 6)]).noticedAt == nil)
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
            Self.event(1_490, "runtime", "frame-published", pid: 6, ["id": "41"]),
            Self.event(1_500, "editor", "frame-read", ["id": "41"]),
        ]
        #expect(death(events + moved).movedAt == nil)
    }

    @Test("A restart under another epoch than the next is none", arguments: ["1", "3"])
    func wrongEpoch(epoch: String) {
        var events = recovery().filter { $0.name != "restarted" }
        events.append(Self.event(1_400, "editor", "restarted", ["epoch": epoch]))
        #expect(death(events).recoveredAt == nil)
    }

    @Test("The second death is followed by the editor's own code")
    func second() {
        let events = [
            Self.event(1_100, "editor", "peer-gone"),
            Self.event(1_200, "editor", "exiting", ["code": "15"]),
        ]
        #expect(death(events, earlierDeaths: 1).exitCode == 15)
        #expect(death(events, earlierDeaths: 1).recoveredAt == nil)
    }
}

@Suite("Silence and own pauses")
struct SilenceTests {
    private func event(_ time: UInt64, _ name: String) -> StubEvent {
        RuntimeDeathTests.event(time, "editor", name)
    }

    @Test("Silence lasts from the last ack before the miss")
    func silence() {
        let events = [
            event(10, "heartbeat-acked"), event(20, "heartbeat-acked"),
            event(50, "heartbeat-missed"), event(60, "heartbeat-acked"),
        ]
        let silence = Silence(events, missedAt: 50)
        #expect(silence.nanoseconds(atLatest: 100) == 30)
        #expect(silence.span(atLatest: 100) == TimeSpan(start: 20, end: 50))
    }

    @Test("Silence that nobody minded lasts until now")
    func unnoticed() {
        let silence = Silence([event(10, "heartbeat-acked")], missedAt: nil)
        #expect(silence.nanoseconds(atLatest: 100) == 90)
    }

    @Test("A pause is forgiven when it was seen and nobody was blamed")
    func pause() {
        #expect(OwnPause([event(1, "paused"), event(2, "heartbeat-acked")]).isForgiven)
        #expect(!OwnPause([event(2, "heartbeat-acked")]).isForgiven)
    }

    @Test(
        "Any consequence for the runtime is blame",
        arguments: ["heartbeat-missed", "peer-gone", "reaped", "restarting", "forced"])
    func blame(name: String) {
        #expect(!OwnPause([event(1, "paused"), event(2, name)]).isForgiven)
    }
}
