import TestSupport
import Testing
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@Suite("The real runtime: handshake and end")
struct RuntimeHandshakeTests {
    @Test("the Hello names engine, build and the hand-over; Shutdown ends with 0")
    func handshake() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            let hello = try editor.greet()
            #expect(hello.protocolVersion == 1)
            #expect(FixedText.decode(hello.engineVersion) == BuildIdentity.engineVersion)
            #expect(
                Capabilities(rawValue: hello.capabilities) == [.shmHandoff, .knowsEntities])
            #expect(try editor.ask(Shutdown(), for: ShutdownAck.self) == ShutdownAck())
            #expect(try editor.runtime.end() == .exited(code: 0))
            try editor.runtime.event(#""event":"exiting","code":0"#)
        }
    }

    @Test(
        "a sabotage is announced in the Hello's build hash and by an event",
        arguments: ["echo-delay=2ms", "fd-drop"])
    func sabotage(text: String) throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--sabotage", text])
            let build = FixedText.decode(try editor.greet().buildHash)
            let name = text.prefix { $0 != "=" }
            #expect(build.hasPrefix("sabotage:") && "sabotage:\(name)".hasPrefix(build))
            try editor.runtime.event(#""event":"sabotage","name":"\#(name)""#)
        }
    }

    @Test("without a listener the runtime ends with 11, and so with a path too long for a socket")
    func nobodyListens() throws {
        for path in [
            "/tmp/weld-nobody-listens-here.sock", "/tmp/" + String(repeating: "x", count: 103),
        ] {
            let runtime = try StubProcess("weld-runtime", ["--socket", path, "--editor-pid", "1"])
            #expect(try runtime.end() == .exited(code: 11))
            #expect(try runtime.logText().hasPrefix("weld-runtime: cannot connect: "))
        }
    }

    @Test("while its editor lives, the runtime takes nobody else who listens for it: 11")
    func strangeListener() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/weld.sock"
            let listener = try Listener(path: path)
            // Process 1 lives, and is not this one.
            let runtime = try StubProcess("weld-runtime", ["--socket", path, "--editor-pid", "1"])
            #expect(try runtime.end() == .exited(code: 11))
            #expect(try runtime.logText().contains("process \(ProcessEnvironment.pid)"))
            #expect(try DescriptorFacts.at(listener.path) != nil)
        }
    }

    @Test("a rejection ends with 12 and its reason in the log")
    func rejected() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            let sequence = try editor.accept().sequence
            try editor.peer?.connection.send(
                ProtocolHelloAck(accepted: false, reason: "not today"), sequence: sequence)
            #expect(try editor.runtime.end() == .exited(code: 12))
            #expect(try editor.runtime.logText().contains("not today"))
        }
    }

    @Test("an answer of another version is read; accepted or not, the runtime ends with 12")
    func foreignVersion() throws {
        for accepted in [true, false] {
            try withTemporaryDirectory { directory in
                let editor = try FakeEditor(in: directory)
                let sequence = try editor.accept().sequence
                try editor.peer?.connection.send(
                    ProtocolHelloAck(accepted: accepted, reason: "2 is not 1"),
                    sequence: sequence, version: 2)
                #expect(try editor.runtime.end() == .exited(code: 12))
            }
        }
    }

    @Test("an editor that never answers the Hello is given up with 12")
    func deadline() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.accept()
            #expect(try editor.runtime.end() == .exited(code: 12))
        }
    }

    @Test(
        "an editor that dies during or after the handshake is followed with 0",
        arguments: [true, false])
    func editorGone(greeted: Bool) throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            if greeted { try editor.greet() } else { try editor.accept() }
            editor.vanish()
            #expect(try editor.runtime.end() == .exited(code: 0))
            try editor.runtime.event(#""event":"peer-gone""#)
            // Its process lives: what bears its pid is not the runtime's to remove.
            #expect(try DescriptorFacts.at(editor.listener.path) != nil)
        }
    }

    @Test("whoever stops reading the events ends the runtime with 16")
    func sentinel() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/weld.sock"
            let listener = try Listener(path: path)
            let pipe = try PipeEnds()
            var child = try ChildProcess.spawn(
                path: StubProcess.path(of: "weld-runtime"),
                arguments: [
                    "--socket", path, "--editor-pid", String(ProcessEnvironment.pid),
                    "--events-fd", "3",
                ],
                inheriting: [InheritedDescriptor(pipe.writeEnd.rawValue, as: 3)])
            _ = try EventPipe.lines(of: pipe.readEnd, count: 1)
            try closeBoth(pipe)
            #expect(try child.wait(until: .after(.seconds(10))) == .exited(code: 16))
            _ = listener.path
        }
    }

    private func closeBoth(_ pipe: consuming PipeEnds) throws {}
}
