import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// Bytes that a runtime must refuse after the handshake, and the name of the refusal.
struct BadInput: Sendable, CustomTestStringConvertible {
    let error: WireError
    let bytes: [UInt8]
    var testDescription: String { error.rawValue }

    static let all: [BadInput] = {
        let echo = RawFrame(type: .echo, body: [UInt8](repeating: 1, count: 64), sequence: 1)
        func changed(_ error: WireError, _ change: (inout RawFrame) -> Void) -> BadInput {
            var frame = echo
            change(&frame)
            return BadInput(error: error, bytes: frame.bytes)
        }
        let reply = RawFrame(type: .echoReply, body: echo.body, sequence: 1)
        return [
            BadInput(error: .invalidMagic, bytes: Array("GET / HTTP/1.1\r\n\r\n".utf8)),
            changed(.protocolVersionMismatch) { $0.version = 2 },
            changed(.unknownMessageType) { $0.type = 99 },
            changed(.payloadTooLarge) { $0.payloadLength = Frame.maximumPayload + 1 },
            changed(.payloadSizeMismatch) { $0.payloadLength = Frame.maximumPayload },
            changed(.schemaHashMismatch) { $0.schemaHash ^= 1 },
            BadInput(error: .unexpectedMessage, bytes: reply.bytes),
        ]
    }()
}

@Suite("The real runtime: bad input")
struct RuntimeBadInputTests {
    @Test(
        "a broken frame is named, the connection closed, the process ends with 14",
        arguments: BadInput.all)
    func brokenFrame(_ input: BadInput) throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.greet()
            try editor.send(input.bytes)
            #expect(try editor.runtime.end() == .exited(code: 14))
            try editor.runtime.event(#""event":"wire-error","name":"\#(input.error.rawValue)""#)
        }
    }

    @Test(
        "an end inside a frame is the editor's death: named, but 0", arguments: [1, 15, 16, 40, 87])
    func truncation(length: Int) throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.greet()
            // Its log line; what is not read when a socket closes turns the end into a reset.
            _ = try editor.peer?.receiver.next(until: .after(.seconds(5)))
            let frame = FrameEncoder.encode(Echo(), sequence: 1)
            try editor.send(Array(frame[..<length]))
            editor.vanish()
            #expect(try editor.runtime.end() == .exited(code: 0))
            let name = length < 16 ? "truncatedHeader" : "truncatedPayload"
            try editor.runtime.event(#""event":"wire-error","name":"\#(name)""#)
            try editor.runtime.event(#""event":"peer-gone","how":"truncated""#)
        }
    }

    @Test("descriptors where none belong, or too many, are refused with 14 and closed")
    func descriptors() throws {
        for (count, name) in [(1, "unexpectedHandles"), (9, "controlDataTruncated")] {
            try withTemporaryDirectory { directory in
                let editor = try FakeEditor(in: directory)
                try editor.greet()
                let pipe = try PipeEnds()
                let numbers = Array(repeating: pipe.writeEnd.rawValue, count: count)
                try editor.peer?.connection.send(Echo(), handles: numbers)
                #expect(try editor.runtime.end() == .exited(code: 14))
                try editor.runtime.event(#""event":"wire-error","name":"\#(name)""#)
            }
        }
    }

    @Test("with --reconnect one process meets one broken frame after the other and leaks nothing")
    func reconnects() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--reconnect"])
            try editor.greet()
            // A reply shows that every thread of the connection is there.
            #expect(try editor.ask(Echo(), for: EchoReply.self) == EchoReply())
            let process = "/proc/\(editor.runtime.pid)"
            let before = try FileListing.names(in: "\(process)/fd").count
            let threadsBefore = try FileListing.names(in: "\(process)/task").count
            for _ in 0..<3 {
                for input in BadInput.all {
                    try editor.send(input.bytes)
                    try editor.greet()
                }
            }
            #expect(try editor.ask(Echo(), for: EchoReply.self) == EchoReply())
            #expect(try FileListing.names(in: "\(process)/fd").count == before)
            #expect(try FileListing.names(in: "\(process)/task").count == threadsBefore)
        }
    }

    @Test("a hold stops at its phase, says so, and SIGUSR2 releases it")
    func hold() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--hold-at", "before-hello"])
            try editor.runtime.event(#""event":"hold","phase":"before-hello""#)
            try editor.runtime.signal(Signals.user2)
            try editor.greet()
            #expect(try editor.ask(Shutdown(), for: ShutdownAck.self) != nil)
            #expect(try editor.runtime.end() == .exited(code: 0))
        }
    }

    @Test("half of a frame is on the wire when mid-frame holds")
    func holdInsideFrame() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--hold-at", "mid-frame"])
            try editor.greet()
            let sequence = try editor.peer?.connection.send(Echo())
            try editor.runtime.event(#""event":"hold","phase":"mid-frame""#)
            try editor.runtime.signal(SIGKILL)
            #expect(throws: TransportError.truncatedStream(.truncatedPayload)) {
                _ = try editor.peer?.reply(EchoReply.self, to: sequence ?? 0)
            }
        }
    }

    @Test(
        "bad arguments end with 10 and one sentence",
        arguments: [
            [], ["--nonsense"], ["--socket"], ["--socket", "x"],
            ["--socket", "x", "--editor-pid", "0"],
            ["--socket", "x", "--editor-pid", "1", "--hz", "1001"],
            ["--socket", "x", "--editor-pid", "1", "--shm", "name"],
            ["--socket", "x", "--editor-pid", "1", "--sabotage", "unknown"],
            ["--socket", "x", "--editor-pid", "1", "--hold-at", "nowhere"],
            ["--socket", "x", "--editor-pid", "1", "--events-fd", "1000000"],
        ])
    func badArguments(arguments: [String]) throws {
        let runtime = try StubProcess("weld-runtime", arguments, events: false)
        #expect(try runtime.end() == .exited(code: 10))
        let log = try runtime.logText()
        #expect(log.hasPrefix("weld-runtime: ") && log.filter { $0 == "\n" }.count == 1)
    }
}
