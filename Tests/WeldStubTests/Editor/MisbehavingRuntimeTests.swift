import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("The real editor with a runtime that misbehaves")
struct MisbehavingRuntimeTests {
    private func editor(
        _ directory: String, _ misbehaviour: String, _ arguments: [String] = []
    ) throws -> StubProcess {
        try StubProcess(
            "weld-editor",
            [
                "--headless", "--socket", "\(directory)/e.sock", "--runtime",
                try StubProcess.path(of: "fixture-runtime"), "--runtime-arg", "--misbehave",
                "--runtime-arg", misbehaviour,
            ] + arguments)
    }

    /// The replacement does the same, so the editor ends; 15 is the documented code.
    @Test(
        "what it does twice is named twice and ends the editor with 15",
        arguments: [
            ("hello-twice", #""event":"wire-error","name":"unexpectedMessage""#),
            ("hello-never", #""event":"peer-gone","how":"handshake""#),
            ("garbage", #""event":"wire-error","name":"invalidMagic""#),
            ("echo-never", #""event":"peer-gone","how":"no-echo""#),
            ("echo-wrong", #""event":"wrong-reply","type":"EchoReply""#),
            ("heartbeat-wrong", #""event":"wire-error","name":"unexpectedMessage""#),
            ("exit-at-once", #""event":"reaped""#),
        ])
    func twice(misbehaviour: String, event: String) throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, misbehaviour)
            try editor.event(event)
            try editor.event(#""event":"restarting","deaths":1"#)
            try editor.event(event)
            #expect(try editor.end() == .exited(code: 15))
            // One that spins would say the same thing again and again.
            #expect(try editor.remainingEvents().count < 100)
            #expect(try FileListing.names(in: directory) == [])
        }
    }

    @Test("one that ends and leaves a child holding the socket is missed by its process's end")
    func forkedChild() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, "fork-and-end")
            try editor.event(#""event":"reaped""#, "exited(0)")
            try editor.event(#""event":"peer-gone","how":"child-ended""#)
            #expect(try editor.end() == .exited(code: 15))
        }
    }

    @Test("a connection that a dead runtime left waiting is not taken for its successor's")
    func connectTwice() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, "connect-twice")
            for _ in 1...2 {
                let child = try editor.spawnedChild()
                let connected = try editor.event(#""event":"connected""#)
                #expect(connected.contains("\"peer\":\(child)}"))
            }
            #expect(try editor.end() == .exited(code: 15))
        }
    }

    @Test("where the process is nobody's child, the heartbeat misses it")
    func forkedVisitor() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let editor = try StubProcess.openEditor(at: path)
            let visitor = try StubProcess(
                "fixture-runtime", ["--socket", path, "--misbehave", "fork-and-end"],
                events: false)
            #expect(try visitor.end() == .exited(code: 0))
            try editor.event(#""event":"heartbeat-missed""#)
            try editor.event(#""event":"peer-gone","how":"heartbeat""#)
            try editor.stop()
        }
    }

    @Test("one that answers no Shutdown is ended by SIGTERM: 18")
    func noShutdown() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, "shutdown-never")
            try editor.event(#""event":"round-checked""#)
            try editor.signal(SIGTERM)
            #expect(try editor.end() == .exited(code: 18))
        }
    }

    @Test("a request to end right after the start leaves nothing, whenever it comes")
    func earlyEnd() throws {
        try withTemporaryDirectory { directory in
            for _ in 0..<5 {
                let editor = try StubProcess(
                    "weld-editor", ["--headless", "--socket", "\(directory)/e.sock"])
                try editor.event(#""event":"listening""#)
                try editor.signal(SIGTERM)
                guard case .exited = try editor.end() else {
                    Issue.record("it was killed")
                    return
                }
                #expect(try FileListing.names(in: directory) == [])
            }
        }
    }
}
