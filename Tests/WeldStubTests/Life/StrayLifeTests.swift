import Testing
import WeldContract
import WeldPlatform
import WeldStub
import WeldWire

@testable import weld_editor

private let second: UInt64 = 1_000_000_000
private let garbage = EditorLife.Loss.connection(
    name: "invalidMagic", detail: "", isProtocolError: true)

@Suite("The editor's life: who is no runtime")
struct StrayLifeTests {
    /// How a connection can end before its Hello.
    static let ends: [EditorLife.Loss] = ["end-of-stream", "reset", "truncated"].map {
        .connection(name: $0, detail: "", isProtocolError: false)
    }

    /// A life that has somebody connected who has said nothing.
    private func visited(spawns: Bool, keepsAccepting: Bool = false) -> EditorLife {
        var life = EditorLife(.init(spawns: spawns, keepsAccepting: keepsAccepting))
        _ = life.handle(.start, now: 100 * second)
        _ = life.handle(.connected, now: 100 * second)
        return life
    }

    @Test(
        "a connection that ends before its Hello is nobody's death, however often",
        arguments: ends, [true, false])
    func endsBeforeHello(loss: EditorLife.Loss, spawns: Bool) {
        var life = visited(spawns: spawns)
        for _ in 0..<5 {
            #expect(life.handle(.lost(loss), now: 101 * second) == [.dismiss(loss)])
            #expect(life.deaths == 0)
            _ = life.handle(.connected, now: 101 * second)
        }
        #expect(life.handle(.greeted, now: 101 * second).first == .announceReady(1))
    }

    @Test("the own runtime's time for its Hello goes on meanwhile")
    func deadlineStays() {
        var life = visited(spawns: true)
        _ = life.handle(.lost(Self.ends[0]), now: 101 * second)
        #expect(life.state == .awaiting(deadline: 102 * second))
        #expect(life.handle(.tick, now: 102 * second).first == .bury(.handshakeDeadline))
    }

    @Test("without a runtime of its own nobody is waited for once a stray has left")
    func noDeadline() {
        var life = visited(spawns: false)
        _ = life.handle(.lost(Self.ends[0]), now: 101 * second)
        #expect(life.state == .awaiting(deadline: nil))
        #expect(life.wakeUp == .max)
    }

    @Test(
        "who may come unasked and says nonsense, or nothing, is nobody; of the own runtime it is a death",
        arguments: [true, false])
    func nonsense(spawns: Bool) {
        let unexpected = HandshakeFailure.unexpected(.echoReply)
        let inputs: [(EditorLife.Input, UInt64, EditorLife.Loss)] = [
            (.lost(garbage), 101, garbage),
            (.handshakeFailed(unexpected), 101, .handshake(unexpected)),
            (.tick, 102, .handshakeDeadline),
        ]
        for (input, time, loss) in inputs {
            var life = visited(spawns: spawns)
            let action = life.handle(input, now: time * second).first
            #expect(action == (spawns ? .bury(loss) : .dismiss(loss)))
            #expect(life.deaths == (spawns ? 1 : 0))
        }
    }

    @Test("a visitor of another version is a runtime all the same: 12")
    func foreignVersion() {
        var life = visited(spawns: false)
        let mismatch = HandshakeFailure.versionMismatch(ours: 1, theirs: 2)
        #expect(life.handle(.handshakeFailed(mismatch), now: 101 * second).last == .end(.handshake))
    }

    @Test("after its Hello the end of a connection is a death as before")
    func afterHello() {
        var life = visited(spawns: false, keepsAccepting: true)
        _ = life.handle(.greeted, now: 100 * second)
        #expect(life.handle(.lost(Self.ends[0]), now: 101 * second).first == .bury(Self.ends[0]))
        #expect(life.deaths == 1)
    }
}
