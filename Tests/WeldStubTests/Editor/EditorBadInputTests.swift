import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@Suite("The real editor: bad input")
struct EditorBadInputTests {
    @Test("a living socket, a plain file, a directory or a path too long ends with 11, untouched")
    func badPaths() throws {
        try withTemporaryDirectory { directory in
            let listener = try Listener(path: "\(directory)/live.sock")
            _ = try RegularFile.create("\(directory)/plain")
            let long = "\(directory)/" + String(repeating: "x", count: 108)
            for path in [listener.path, "\(directory)/plain", directory, long, "/nowhere/e.sock"] {
                let editor = try StubProcess("weld-editor", ["--headless", "--socket", path])
                #expect(try editor.end() == .exited(code: 11))
                let log = try editor.logText()
                #expect(log.hasPrefix("weld-editor: cannot listen: "))
                #expect(log.filter { $0 == "\n" }.count == 1)
            }
            #expect(try FileListing.names(in: directory).sorted() == ["live.sock", "plain"])
        }
    }

    @Test(
        "a socket directory of another user is refused with 11",
        .enabled(if: geteuid() == 0, "only root can make another user's directory"))
    func foreignDirectory() throws {
        try withTemporaryDirectory { directory in
            let own = "\(directory)/weld"
            unsafe mkdir(own, 0o700)
            unsafe chown(own, 12_345, 12_345)
            var child = try ChildProcess.spawn(
                path: StubProcess.path(of: "weld-editor"), arguments: ["--headless"],
                environment: ["XDG_RUNTIME_DIR=\(directory)"])
            #expect(try child.wait(until: .after(.seconds(10))) == .exited(code: 11))
        }
    }

    @Test(
        "bad arguments end with 10 and one sentence",
        arguments: [
            ["--nonsense"], ["--keep-accepting"], ["--viewport", "three"], ["--attach", "by-mail"],
            ["--seconds", "-1"], ["--size", "0x0"], ["--requests", "0/s"], ["--sabotage", "any"],
            ["--hold-at", "nowhere"], ["--runtime-arg"], ["--present-mode", "best"],
            ["--validation", "maybe"], ["--headless", "--sabotage", "torn-present"],
        ])
    func badArguments(arguments: [String]) throws {
        let editor = try StubProcess("weld-editor", arguments, events: false)
        #expect(try editor.end() == .exited(code: 10))
        let log = try editor.logText()
        #expect(log.hasPrefix("weld-editor: ") && log.filter { $0 == "\n" }.count == 1)
    }

    /// Lets the test play the runtime for an editor that accepts whoever comes.
    private func withVisitedEditor(
        _ body: (StubProcess, () throws -> Connection) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let editor = try StubProcess.openEditor(at: path)
            try body(editor) {
                try Connection.connect(
                    path: path, until: .after(.seconds(5)),
                    rules: SessionRules(role: .runtime, acceptsHandoff: true))
            }
            try editor.stop()
        }
    }

    @Test(
        "broken frames of runtimes are named, and the next runtime is served at once",
        arguments: [1, 99])
    func brokenRuntimes(type: UInt16) throws {
        try withVisitedEditor { editor, connect in
            let broken = try connect()
            var frame = RawFrame(type: .echo, body: [UInt8](repeating: 0, count: 64), sequence: 1)
            frame.type = type
            try broken.sendBytes(frame.bytes)
            let name = type == 1 ? "payloadSizeMismatch" : "unknownMessageType"
            try editor.event(#""event":"wire-error","name":"\#(name)""#)
            let good = try connect()
            var receiver = FrameReceiver(good)
            let hello = ProtocolHello(engineVersion: "t", buildHash: "t", capabilities: [])
            let sequence = try good.send(hello)
            let ack = try receiver.next(until: .after(.seconds(5)))
            #expect(ack.type == .protocolHelloAck && ack.sequence == sequence)
            #expect(receiver.body(as: ProtocolHelloAck.self).accepted == 1)
            good.close()
            try editor.event(#""event":"peer-gone","how":"end-of-stream""#)
        }
    }

    @Test("a Hello of another version is answered in its own, with a reason that names both")
    func foreignVersion() throws {
        try withVisitedEditor { editor, connect in
            let foreign = try connect()
            var receiver = FrameReceiver(foreign)
            var hello = ProtocolHello(engineVersion: "t", buildHash: "t", capabilities: [])
            hello.protocolVersion = 7
            try foreign.send(hello, version: 7)
            let answer = try receiver.next(until: .after(.seconds(5)))
            let ack = receiver.body(as: ProtocolHelloAck.self)
            #expect(answer.frame.header.version == 7)
            #expect(ack.accepted == 0)
            let reason = FixedText.decode(ack.reason)
            #expect(reason.contains("1") && reason.contains("7"))
            try editor.event(#""event":"ack","accepted":false"#)
        }
    }

    @Test("a second Hello is an unexpected message")
    func helloTwice() throws {
        try withVisitedEditor { editor, connect in
            let runtime = try connect()
            let hello = ProtocolHello(engineVersion: "t", buildHash: "t", capabilities: [])
            try runtime.send(hello)
            try runtime.send(hello)
            try editor.event(#""event":"wire-error","name":"unexpectedMessage""#)
        }
    }
}
