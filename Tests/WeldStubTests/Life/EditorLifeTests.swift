import Testing
import WeldContract
import WeldPlatform
import WeldStub
import WeldWire

@testable import weld_editor

private let second: UInt64 = 1_000_000_000
private let eof = EditorLife.Loss.connection(
    name: "end-of-stream", detail: "", isProtocolError: false)

/// A life that was led to a state, at 100 s.
private func life(
    _ rules: EditorLife.Rules = EditorLife.Rules(), _ inputs: EditorLife.Input...
) -> EditorLife {
    var life = EditorLife(rules)
    for input in inputs { _ = life.handle(input, now: 100 * second) }
    return life
}

private let serving = life(.init(), .start, .connected, .greeted, .echoAnswered)
private let visitors = EditorLife.Rules(spawns: false, keepsAccepting: true)
private let waits = EditorLife.Rules(spawns: false)

@Suite("The editor's life")
struct EditorLifeTests {
    @Test("a start launches, and a greeting is followed by the first requests")
    func birth() {
        var life = EditorLife(.init())
        #expect(life.handle(.start, now: 0) == [.launch])
        #expect(life.wakeUp == 2 * second)
        #expect(life.handle(.connected, now: 1) == [])
        #expect(life.handle(.greeted, now: 2) == [.announceReady(1), .sendFirstRequests])
        #expect(life.state == .verifying(deadline: 2 * second + 2))
        #expect(life.handle(.echoAnswered, now: 3) == [])
        #expect(life.state == .serving)
    }

    @Test("a runtime that cannot be started ends the editor with 11, also the second")
    func spawnFails() {
        var first = life(.init(), .start)
        #expect(first.handle(.spawnFailed, now: 100 * second) == [.end(.connection)])
        var replacement = life(.init(), .start, .greeted, .lost(eof))
        #expect(replacement.handle(.spawnFailed, now: 100 * second) == [.end(.connection)])
    }

    @Test("a replacement's time begins when it was started, however long the burial took")
    func slowBurial() {
        var life = serving
        _ = life.handle(.lost(eof), now: 100 * second)
        #expect(life.state == .awaiting(deadline: 102 * second))
        #expect(life.handle(.launched, now: 104 * second) == [.reportPause(2 * second)])
        #expect(life.state == .awaiting(deadline: 106 * second))
        #expect(life.handle(.tick, now: 105 * second) == [])
        #expect(life.handle(.tick, now: 106 * second).first == .bury(.handshakeDeadline))
    }

    static let losses: [EditorLife.Input] = [
        .lost(eof), .childEnded(.signalled(number: 9, coreDumped: false)),
        .childEnded(.exited(code: 0)), .lost(.wrongReply),
        .lost(.connection(name: "invalidMagic", detail: "", isProtocolError: true)),
    ]

    @Test("a death is buried, announced and mended once", arguments: losses)
    func death(input: EditorLife.Input) {
        var life = serving
        let actions = life.handle(input, now: 100 * second)
        #expect(actions.count == 3)
        guard case .bury = actions.first else {
            Issue.record("nothing was buried")
            return
        }
        #expect(actions.dropFirst() == [.announceRestarting(deaths: 1), .launch])
        #expect(life.handle(.connected, now: 100 * second) == [])
        #expect(
            life.handle(.greeted, now: 100 * second) == [.announceReady(2), .sendFirstRequests])
        #expect(life.handle(.echoAnswered, now: 100 * second) == [.announceRestarted(2)])
    }

    @Test("the second death is fatal, in whatever phase it comes", arguments: 0...3)
    func secondDeath(phase: Int) {
        var life = serving
        _ = life.handle(.lost(eof), now: 100 * second)
        let steps: [EditorLife.Input] = [.connected, .greeted, .echoAnswered]
        for input in steps.prefix(phase) { _ = life.handle(input, now: 100 * second) }
        let status = ProcessStatus.signalled(number: 9, coreDumped: false)
        #expect(
            life.handle(.childEnded(status), now: 100 * second)
                == [.bury(.childEnded(status)), .end(.peerDiedTwice)])
        #expect(life.handle(.lost(eof), now: 100 * second) == [])
        #expect(life.wakeUp == .max)
    }

    @Test("a runtime that never says Hello is dead after 2 s, and so is one that answers no Echo")
    func deadlines() {
        var silent = life(.init(), .start)
        #expect(silent.handle(.tick, now: 102 * second - 1) == [])
        #expect(silent.handle(.tick, now: 102 * second).first == .bury(.handshakeDeadline))
        var mute = EditorLife(.init(spawns: true, keepsAccepting: false, beats: false))
        _ = mute.handle(.start, now: 0)
        _ = mute.handle(.greeted, now: 0)
        #expect(mute.handle(.tick, now: 2 * second).first == .bury(.noEcho))
    }

    @Test("another version ends the editor with 12; a broken handshake is a death")
    func handshakes() {
        var foreign = life(.init(), .start, .connected)
        let mismatch = HandshakeFailure.versionMismatch(ours: 1, theirs: 2)
        #expect(
            foreign.handle(.handshakeFailed(mismatch), now: 100 * second)
                == [.bury(.handshake(mismatch)), .end(.handshake)])
        var broken = life(.init(), .start, .connected)
        let wrong = HandshakeFailure.unexpected(.echoReply)
        #expect(
            broken.handle(.handshakeFailed(wrong), now: 100 * second)
                == [.bury(.handshake(wrong)), .announceRestarting(deaths: 1), .launch])
    }

    @Test("without a child there is no deadline until somebody connects")
    func waitsForVisitors() {
        var life = life(waits, .start)
        #expect(life.wakeUp == .max)
        _ = life.handle(.connected, now: 500 * second)
        #expect(life.wakeUp == 502 * second)
    }

    @Test("sabotaged, the first death is the last")
    func noRestart() {
        var rules = EditorLife.Rules()
        rules.restarts = false
        var life = life(rules, .start, .connected, .greeted, .echoAnswered)
        #expect(life.handle(.lost(eof), now: 100 * second) == [.bury(eof), .end(.peerDiedTwice)])
    }

    @Test("with --keep-accepting no death is the last")
    func keepsAccepting() {
        var life = life(visitors, .start)
        for death in UInt32(1)...5 {
            _ = life.handle(.connected, now: 100 * second)
            _ = life.handle(.greeted, now: 100 * second)
            #expect(
                life.handle(.lost(eof), now: 100 * second)
                    == [.bury(eof), .announceRestarting(deaths: death), .launch])
        }
        let mismatch = HandshakeFailure.versionMismatch(ours: 1, theirs: 2)
        let actions = life.handle(.handshakeFailed(mismatch), now: 100 * second)
        #expect(actions.last == .launch)
    }
}
