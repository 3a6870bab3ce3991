import FuzzTransport
import FuzzWire
import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldTransport
import WeldWire

/// A frame that a runtime must refuse, and how.
struct BadFrame: CustomTestStringConvertible, Sendable {
    let error: WireError
    let bytes: [UInt8]

    var testDescription: String { error.rawValue }

    static let all: [BadFrame] = [
        altered(.invalidMagic) { frame in frame.magic ^= 1 },
        altered(.protocolVersionMismatch) { frame in frame.version = 2 },
        altered(.unknownMessageType) { frame in frame.type = 15 },
        altered(.payloadTooLarge) { frame in frame.payloadLength = 16_777_217 },
        altered(.payloadSizeMismatch) { frame in frame.payloadLength = 71 },
        altered(.schemaHashMismatch) { frame in frame.schemaHash ^= 1 },
        BadFrame(
            error: .unexpectedMessage, bytes: FrameEncoder.encode(EchoReply(), sequence: 1)),
    ]

    private static func altered(_ error: WireError, _ alter: (inout RawFrame) -> Void) -> BadFrame {
        var frame = RawFrame(type: .echo, body: [UInt8](repeating: 0, count: 64), sequence: 1)
        alter(&frame)
        return BadFrame(error: error, bytes: frame.bytes)
    }
}

@Suite("Receiving")
struct ReceivingTests {
    @Test("a request and its reply arrive whole under one number")
    func roundTrip() throws {
        let peers = try Peers()
        var runtime = peers.runtime.receiver()
        var editor = peers.editor.receiver()
        for expected in 1...3 as ClosedRange<UInt32> {
            #expect(try peers.editor.send(echo(expected)) == expected)
            let request = try runtime.next(until: .soon)
            #expect(request.type == .echo)
            var reply = EchoReply()
            reply.payload = runtime.body(as: Echo.self).payload
            try peers.runtime.send(reply, sequence: request.sequence)
            let answer = try editor.next(until: .soon)
            #expect(answer.sequence == expected)
            let sent = echo(expected)
            let received = editor.body(as: EchoReply.self)
            #expect((0..<64).allSatisfy { received.payload[$0] == sent.payload[$0] })
        }
    }

    @Test(
        "a bad frame poisons the connection, and descriptors with it are closed",
        arguments: BadFrame.all)
    func badFrame(frame: BadFrame) throws {
        let peers = try Peers()
        let pipe = try PipeEnds()
        let facts = try DescriptorFacts.of(pipe.readEnd.rawValue)
        try peers.editor.sendBytes(frame.bytes, handles: [pipe.readEnd.rawValue])
        try peers.editor.send(echo(2))
        var receiver = peers.runtime.receiver()
        #expect(failure(of: &receiver) == .wire(frame.error))
        #expect(holders(of: facts) == 2)
        #expect(failure(of: &receiver) == .wire(frame.error))
        #expect(throws: TransportError.wire(frame.error)) {
            try peers.runtime.send(LogMessage())
        }
        var editor = peers.editor.receiver()
        #expect(failure(of: &editor)?.isPeerGone == true)
    }

    @Test("the end at a frame's boundary is clean")
    func cleanEnd() throws {
        let peers = try Peers()
        try peers.editor.send(echo(1))
        peers.editor.close()
        var receiver = peers.runtime.receiver()
        #expect(try receiver.next(until: .soon).sequence == 1)
        #expect(failure(of: &receiver) == .endOfStream)
        #expect(failure(of: &receiver) == .endOfStream)
    }

    @Test(
        "the end inside a frame is a truncation, and waiting descriptors are closed",
        arguments: [1, 15, 16, 87])
    func truncated(length: Int) throws {
        let peers = try Peers(handlesLab: true)
        let pipe = try PipeEnds()
        let facts = try DescriptorFacts.of(pipe.readEnd.rawValue)
        let frame = FrameEncoder.encode(echo(1), sequence: 1)
        try peers.editor.sendBytes(Array(frame[..<length]), handles: [pipe.readEnd.rawValue])
        peers.editor.close()
        var receiver = peers.runtime.receiver()
        let error = failure(of: &receiver)
        #expect(
            error == .truncatedStream(length < 16 ? .truncatedHeader : .truncatedPayload))
        #expect(error?.isPeerGone == true)
        #expect(holders(of: facts) == 2)
    }

    @Test("a peer that goes with our bytes unread is a reset, not an end")
    func reset() throws {
        let sockets = try SocketPair()
        let connection = try Connection(
            adopting: sockets.first.duplicate(), rules: SessionRules(role: .editor))
        try sockets.first.close()
        try connection.sendBytes([1, 2, 3])
        try sockets.second.close()
        var receiver = connection.receiver()
        guard case .reset(let cause)? = failure(of: &receiver) else {
            Issue.record("no reset")
            return
        }
        #expect(cause.code == ECONNRESET)
    }

    @Test("a timeout leaves the connection as it was, also inside a frame")
    func timeoutIsHarmless() throws {
        let peers = try Peers()
        var receiver = peers.runtime.receiver()
        #expect(failure(of: &receiver, until: .after(.milliseconds(10))) == .timedOut("receive"))
        let frame = FrameEncoder.encode(echo(1), sequence: 7)
        try peers.editor.sendBytes(frame[..<20])
        #expect(failure(of: &receiver, until: .after(.milliseconds(10))) == .timedOut("receive"))
        try peers.editor.sendBytes(frame[20...])
        #expect(try receiver.next(until: .soon).sequence == 7)
    }

    @Test("closing wakes a thread that waits for ever")
    func closeWakes() throws {
        let peers = try Peers()
        let ready = try EventCounter()
        let number = ready.descriptor.rawValue
        let thread = try OSThread.start(named: "reader") {
            var receiver = peers.runtime.receiver()
            var one: UInt64 = 1
            unsafe write(number.rawValue, &one, 8)
            #expect(failure(of: &receiver, until: .never) == .closed)
        }
        _ = try Poll.wait(number, for: .readable, until: .soon)
        peers.runtime.close()
        thread.join()
        #expect(throws: TransportError.closed) { try peers.runtime.send(LogMessage()) }
    }

    @Test("a storm of signals loses no frame and breaks no deadline")
    func signalStorm() throws {
        let peers = try Peers()
        var runtime = peers.runtime.receiver()
        var editor = peers.editor.receiver()
        let storm = try Storm()
        for number in 1...500 as ClosedRange<UInt32> {
            try peers.editor.send(echo(number))
            #expect(try runtime.next(until: .soon).sequence == number)
            try peers.runtime.send(EchoReply(), sequence: number)
            #expect(try editor.next(until: .soon).sequence == number)
        }
        // Longer than the receive tick, so that the wait in the kernel itself is interrupted.
        let deadline = Deadline.after(.milliseconds(150))
        #expect(failure(of: &runtime, until: deadline) == .timedOut("receive"))
        #expect(deadline.hasPassed)
        #expect(storm.stop() > 0)
    }
}

@Suite("Inputs that coverage-guided search found worth keeping")
struct FuzzCorpusTests {
    @Test("descriptors in flight are delivered or closed on all of them")
    func ancillary() throws {
        let inputs = try FuzzCorpus.inputs(of: "ancillary")
        #expect(inputs.count >= 13)
        for input in inputs {
            #expect(try AncillaryBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }
}
