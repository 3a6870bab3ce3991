import Testing
import WeldContract
import WeldPlatform
import WeldStub

@testable import weld_editor

private let second: UInt64 = 1_000_000_000
private let eof = EditorLife.Loss.connection(
    name: "end-of-stream", detail: "", isProtocolError: false)

private func stopping(spawns: Bool = true) -> EditorLife {
    var life = EditorLife(.init(spawns: spawns))
    for input: EditorLife.Input in [.start, .connected, .greeted, .echoAnswered] {
        _ = life.handle(input, now: 0)
    }
    _ = life.handle(.stop(.timeIsUp), now: 0)
    return life
}

/// What happens after the Shutdown, and the code that it must lead to.
struct Ending: Sendable, CustomTestStringConvertible {
    let name: String
    let inputs: [EditorLife.Input]
    let code: ExitCode
    var testDescription: String { name }
}

@Suite("The planned end of the editor")
struct StoppingTests {
    @Test("the end is announced, then asked for")
    func asks() {
        var life = EditorLife(.init())
        for input: EditorLife.Input in [.start, .connected, .greeted] {
            _ = life.handle(input, now: 0)
        }
        #expect(
            life.handle(.stop(.signal), now: 0) == [.announceStopping(.signal), .sendShutdown])
    }

    static let killed = ProcessStatus.signalled(number: 9, coreDumped: false)
    static let endings: [Ending] = [
        Ending(
            name: "answer, end of stream, exit 0",
            inputs: [.shutdownAcked, .lost(eof), .childEnded(.exited(code: 0))], code: .clean),
        Ending(
            name: "exit 0 before the answer was read",
            inputs: [.childEnded(.exited(code: 0)), .shutdownAcked], code: .clean),
        Ending(
            name: "exit 0 without an answer",
            inputs: [.lost(eof), .childEnded(.exited(code: 0))], code: .peerDiedTwice),
        Ending(
            name: "an answer and then a crash",
            inputs: [.shutdownAcked, .childEnded(killed)], code: .peerDiedTwice),
        Ending(
            name: "killed instead of answering", inputs: [.childEnded(killed), .lost(eof)],
            code: .peerDiedTwice),
    ]

    @Test("clean is only an answer and exit 0", arguments: endings)
    func ends(_ ending: Ending) {
        var life = stopping()
        for input in ending.inputs.dropLast() {
            #expect(life.handle(input, now: 1) == [])
        }
        #expect(ending.inputs.last.map { life.handle($0, now: 1) } == [.end(ending.code)])
    }

    @Test("without an end SIGTERM follows after 2 s, SIGKILL after 1 s more")
    func escalates() {
        var life = stopping()
        #expect(life.handle(.shutdownAcked, now: 0) == [])
        #expect(life.wakeUp == 2 * second)
        #expect(life.handle(.tick, now: 2 * second) == [.terminate])
        var terminated = life
        #expect(
            terminated.handle(.childEnded(.exited(code: 0)), now: 2 * second)
                == [.end(.neededTerminate)])
        #expect(life.handle(.tick, now: 3 * second) == [.kill])
        var killed = life
        #expect(
            killed.handle(.childEnded(Self.killed), now: 3 * second) == [.end(.neededKill)])
        #expect(life.handle(.tick, now: 4 * second) == [.end(.neededKill)])
    }

    @Test("a runtime that was not greeted gets SIGTERM at once")
    func notGreeted() {
        var life = EditorLife(.init())
        _ = life.handle(.start, now: 0)
        #expect(
            life.handle(.stop(.timeIsUp), now: 0) == [.announceStopping(.timeIsUp), .terminate])
        #expect(
            life.handle(.childEnded(.signalled(number: 15, coreDumped: false)), now: 1)
                == [.end(.neededTerminate)])
    }

    @Test("without a child the answer is enough, and silence is not")
    func withoutChild() {
        var answered = stopping(spawns: false)
        #expect(answered.handle(.shutdownAcked, now: 1) == [.end(.clean)])
        var gone = stopping(spawns: false)
        #expect(gone.handle(.lost(eof), now: 1) == [.end(.peerDiedTwice)])
        var silent = stopping(spawns: false)
        #expect(silent.handle(.tick, now: 2 * second) == [.end(.peerDiedTwice)])
    }

    @Test("an editor that waited in vain ends with 11, one that accepts visitors with 0")
    func neverConnected() {
        var alone = EditorLife(.init(spawns: false))
        _ = alone.handle(.start, now: 0)
        #expect(alone.handle(.stop(.timeIsUp), now: 0).last == .end(.connection))
        var open = EditorLife(.init(spawns: false, keepsAccepting: true))
        _ = open.handle(.start, now: 0)
        #expect(open.handle(.stop(.timeIsUp), now: 0).last == .end(.clean))
    }
}
