import Testing
import WeldStub

@testable import weld_editor

private let second: UInt64 = 1_000_000_000

private func serving(beats: Bool = true) -> EditorLife {
    var life = EditorLife(.init(spawns: true, keepsAccepting: false, beats: beats))
    for input: EditorLife.Input in [.start, .connected, .greeted, .echoAnswered] {
        _ = life.handle(input, now: 0)
    }
    return life
}

@Suite("Heartbeats in the editor's life")
struct HeartbeatTests {
    @Test("a beat is due every second")
    func beats() {
        var life = serving()
        for beat in 1...10 {
            #expect(life.wakeUp == UInt64(beat) * second)
            #expect(life.handle(.tick, now: UInt64(beat) * second) == [.sendHeartbeat])
            #expect(life.handle(.heartbeatAcked, now: UInt64(beat) * second) == [])
        }
    }

    @Test("3 s after the last answer, not before, the runtime is dead")
    func silence() {
        var life = serving()
        #expect(life.handle(.tick, now: second) == [.sendHeartbeat])
        #expect(life.handle(.heartbeatAcked, now: second + 5) == [])
        #expect(life.handle(.tick, now: 2 * second) == [.sendHeartbeat])
        #expect(life.handle(.tick, now: 3 * second) == [.sendHeartbeat])
        #expect(life.handle(.tick, now: 4 * second) == [.sendHeartbeat])
        #expect(life.wakeUp == 4 * second + 5)
        #expect(
            life.handle(.tick, now: 4 * second + 5) == [
                .reportMissedHeartbeat(3 * second), .bury(.silent),
                .announceRestarting(deaths: 1), .launch,
            ])
    }

    @Test("a pause of the editor itself is reported and does not count")
    func ownPause() {
        var life = serving()
        #expect(life.handle(.tick, now: second) == [.sendHeartbeat])
        #expect(life.handle(.heartbeatAcked, now: second) == [])
        // Stopped at 1 s, continued at 12 s; the beat was due at 2 s.
        #expect(
            life.handle(.tick, now: 12 * second) == [.reportPause(10 * second), .sendHeartbeat])
        #expect(life.state == .serving)
        // From here the runtime has its own time again: last answer 1 s, moved by 10 s.
        #expect(life.handle(.tick, now: 13 * second) == [.sendHeartbeat])
        #expect(life.handle(.tick, now: 14 * second).first == .reportMissedHeartbeat(3 * second))
    }

    @Test("after a pause handshake and end have their time again")
    func pauseElsewhere() {
        var life = EditorLife(.init())
        _ = life.handle(.start, now: 0)
        #expect(life.handle(.tick, now: 10 * second) == [.reportPause(8 * second)])
        #expect(life.wakeUp == 12 * second)
        _ = life.handle(.greeted, now: 10 * second)
        _ = life.handle(.stop(.timeIsUp), now: 10 * second)
        #expect(life.handle(.tick, now: 30 * second) == [.reportPause(18 * second)])
        #expect(life.wakeUp == 31 * second)
    }

    @Test("sabotaged, it beats on and minds no silence")
    func ignored() {
        var rules = EditorLife.Rules()
        rules.mindsSilence = false
        var life = EditorLife(rules)
        for input: EditorLife.Input in [.start, .connected, .greeted, .echoAnswered] {
            _ = life.handle(input, now: 0)
        }
        for beat in UInt64(1)...6 {
            #expect(life.wakeUp == beat * second)
            #expect(life.handle(.tick, now: beat * second) == [.sendHeartbeat])
        }
        #expect(life.state == .serving)
    }

    @Test("without heartbeats nothing is sent and nothing is missed")
    func off() {
        var life = serving(beats: false)
        #expect(life.wakeUp == .max)
        #expect(life.handle(.tick, now: 100 * second) == [])
        #expect(life.state == .serving)
    }
}
