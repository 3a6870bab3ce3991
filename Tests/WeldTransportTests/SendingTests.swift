import Glibc
import Synchronization
import Testing
import WeldPlatform
import WeldTransport
import WeldWire

@Suite("Sending")
struct SendingTests {
    /// Reads Echoes on a thread of its own and checks that they come in order.
    private func reader(
        of connection: Connection, expecting count: Int, slowdown: Duration = .zero
    ) throws -> OSThread {
        try OSThread.start(named: "slow-reader") {
            var receiver = connection.receiver()
            do {
                for index in 0..<count {
                    let received = try receiver.next(until: .soon)
                    guard received.sequence == UInt32(index + 1) else {
                        Issue.record("frame \(index) has number \(received.sequence)")
                        return
                    }
                    if slowdown > .zero, index % 5000 == 0 {
                        // A pause of the reader, not a wait for readiness.
                        var none: [PollEntry] = []
                        _ = try Poll.wait(&none, until: .after(slowdown))
                    }
                }
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test("a slow reader gets everything", arguments: [64 << 10, 1 << 20, 16 << 20])
    func slowReader(size: Int) throws {
        let peers = try Peers()
        let count = size / 88
        let thread = try reader(of: peers.runtime, expecting: count, slowdown: .milliseconds(1))
        for index in 0..<count { try peers.editor.send(echo(UInt32(index))) }
        try peers.editor.flush(until: .soon)
        thread.join()
        #expect(!peers.editor.hasQueued)
    }

    @Test("what a tiny socket buffer does not take at once follows, frame by frame whole")
    func shortSends() throws {
        let peers = try Peers(sendBuffer: 1)
        // Nobody reads yet: the rest of some frame must be waiting.
        for index in 0..<200 { try peers.editor.send(echo(UInt32(index))) }
        #expect(peers.editor.hasQueued)
        let thread = try reader(of: peers.runtime, expecting: 200)
        try peers.editor.flush(until: .soon)
        thread.join()
    }

    @Test("descriptors arrive once with a frame that is sent in parts")
    func shortSendWithHandles() throws {
        let peers = try Peers(handlesLab: true, sendBuffer: 1)
        let pipe = try PipeEnds()
        let count = 300
        let runtime = peers.runtime
        let total = Total()
        let thread = try OSThread.start(named: "reader") {
            var receiver = runtime.receiver()
            do {
                for _ in 0..<count {
                    total.add(try receiver.next(until: .soon).handles.count)
                }
            } catch {
                Issue.record(error)
            }
        }
        for index in 0..<count {
            if index % 3 == 0 {
                try peers.editor.send(echo(0), handles: [pipe.readEnd.rawValue], until: .soon)
            } else {
                try peers.editor.send(echo(0), until: .soon)
            }
        }
        try peers.editor.flush(until: .soon)
        thread.join()
        #expect(total.value == count / 3)
    }

    @Test("a peer that never reads is a stall, for the sender and for the reader")
    func stalls() throws {
        let peers = try Peers(stallLimit: .milliseconds(50))
        let error = #expect(throws: TransportError.self) {
            while true { try peers.editor.send(echo(0)) }
        }
        #expect(error == .stalled)
        #expect(throws: TransportError.stalled) { try peers.editor.send(echo(0)) }

        let others = try Peers(stallLimit: .milliseconds(50))
        try others.editor.sendBytes([UInt8](repeating: 0, count: 300_000))
        #expect(others.editor.hasQueued)
        var receiver = others.editor.receiver()
        #expect(failure(of: &receiver) == .stalled)
    }

    @Test("a reader that waits learns of the stall that a sender found, not of an end")
    func stallIsSeenByReader() throws {
        let peers = try Peers(stallLimit: .milliseconds(300))
        let editor = peers.editor
        let thread = try OSThread.start(named: "reader") {
            var receiver = editor.receiver(readsWhileFull: true)
            #expect(failure(of: &receiver, until: .never) == .stalled)
        }
        #expect(throws: TransportError.stalled) {
            while true { try peers.editor.send(echo(0)) }
        }
        thread.join()
    }

    @Test("descriptors for a peer that never reads are a stall too")
    func stallWithHandles() throws {
        let peers = try Peers(handlesLab: true, stallLimit: .milliseconds(50))
        let pipe = try PipeEnds()
        #expect(throws: TransportError.stalled) {
            while true { try peers.editor.send(echo(0), handles: [pipe.readEnd.rawValue]) }
        }
    }

    @Test("a send that finds no room in time sends nothing of its frame")
    func sendDeadline() throws {
        let peers = try Peers()
        var sent: UInt32 = 0
        #expect(throws: TransportError.timedOut("send")) {
            while true {
                sent = try peers.editor.send(echo(0), until: .after(.milliseconds(5)))
            }
        }
        let thread = try reader(of: peers.runtime, expecting: Int(sent) + 1)
        #expect(try peers.editor.send(echo(1), until: .soon) == sent + 1)
        try peers.editor.flush(until: .soon)
        thread.join()
    }

    @Test("a corked batch leaves with the uncork")
    func cork() throws {
        let peers = try Peers()
        peers.editor.cork()
        try peers.editor.send(echo(1))
        try peers.editor.send(echo(2))
        #expect(
            try Poll.wait(peers.runtime.descriptor, for: .readable, until: .immediately).isEmpty)
        try peers.editor.uncork()
        var receiver = peers.runtime.receiver()
        #expect(try receiver.next(until: .soon).sequence == 1)
        let second = try #require(try receiver.nextBuffered()?.sequence)
        #expect(second == 2)
    }

    @Test("a write after the peer's death is an error and not a death, with SIGPIPE's default")
    func writeAfterDeath() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_DFL)
            let sockets = try SocketPair()
            let connection = try Connection(
                adopting: sockets.first.duplicate(), rules: SessionRules(role: .editor))
            try sockets.second.close()
            do throws(TransportError) {
                try connection.send(echo(1))
            } catch {
                guard case .brokenPipe(let cause) = error else { exit(2) }
                exit(cause.code == EPIPE ? 0 : 3)
            }
            exit(4)
        }
    }

    @Test("what the peer had sent before it went is still read after a failed send")
    func lastWords() throws {
        let peers = try Peers()
        try peers.runtime.send(LogMessage())
        peers.runtime.close()
        #expect(throws: TransportError.self) { try peers.editor.send(echo(1)) }
        var receiver = peers.editor.receiver()
        #expect(try receiver.next(until: .soon).type == .logMessage)
        #expect(failure(of: &receiver) == .endOfStream)
    }

    @Test("a side that pipelines without limit and a side that answers do not block each other")
    func pipelining() throws {
        let peers = try Peers()
        let count = 20_000
        let runtime = peers.runtime
        let server = try OSThread.start(named: "server") {
            var receiver = runtime.receiver()
            do {
                for _ in 0..<count {
                    let request = try receiver.next(until: .soon)
                    try runtime.send(EchoReply(), sequence: request.sequence, until: .soon)
                }
                try runtime.flush(until: .soon)
            } catch {
                Issue.record(error)
            }
        }
        let editor = peers.editor
        let reader = try OSThread.start(named: "reader") {
            var receiver = editor.receiver(readsWhileFull: true)
            do {
                for _ in 0..<count { _ = try receiver.next(until: .soon) }
            } catch {
                Issue.record(error)
            }
        }
        for index in 0..<count { try editor.send(echo(UInt32(index)), until: .soon) }
        try editor.flush(until: .soon)
        reader.join()
        server.join()
    }

    @Test("a peer that has ended only its own direction still gets what is sent, until the close")
    func sendingAfterThePeersEnd() throws {
        let peers = try Peers()
        peers.editor.cork()
        for number in 0..<17 as Range<UInt32> { try peers.editor.send(echo(number)) }
        StreamSocket.endSending(peers.runtime.descriptor)
        var editor = peers.editor.receiver()
        #expect(failure(of: &editor) == .endOfStream)
        try peers.editor.send(echo(17))
        try peers.editor.uncork()
        peers.editor.close()
        #expect(throws: TransportError.closed) { try peers.editor.send(echo(18)) }
        var runtime = peers.runtime.receiver()
        for number in 1...18 as ClosedRange<UInt32> {
            #expect(try runtime.next(until: .soon).sequence == number)
        }
        #expect(failure(of: &runtime) == .endOfStream)
    }
}

/// A sum that two threads see.
final class Total: Sendable {
    private let sum = Atomic<Int>(0)

    func add(_ count: Int) { sum.add(count, ordering: .relaxed) }

    var value: Int { sum.load(ordering: .relaxed) }
}
