import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldTransport
import WeldWire

@Suite("The real editor with strays at its door")
struct StrayConnectionTests {
    /// What somebody does who is no runtime.
    enum Stray: CaseIterable, Sendable {
        case leavesAtOnce, saysOneByte, saysHalfAHello, saysHTTP, saysHello, staysSilent
    }

    /// Connects, and returns what must be kept for one that stays.
    private func visit(_ path: String, _ stray: Stray) throws -> OwnedDescriptor? {
        let socket = try StreamSocket.connect(to: path, until: .after(.seconds(5)))
        let hello = FrameEncoder.encode(FakeRuntime.hello, sequence: 1)
        let bytes: [UInt8] =
            switch stray {
            case .leavesAtOnce, .staysSilent: []
            case .saysOneByte: [0x44]
            case .saysHalfAHello: Array(hello[..<40])
            case .saysHTTP: Array("GET / HTTP/1.1\r\n\r\n".utf8)
            case .saysHello: hello
            }
        // The editor may have turned it away before it spoke.
        _ = unsafe bytes.withUnsafeBytes { unsafe try? StreamSocket.send(socket.rawValue, $0) }
        if stray == .staysSilent || stray == .saysHello { return socket }
        return nil
    }

    @Test(
        "before its runtime has come, nobody else is taken for it, and nobody dies of it",
        arguments: Stray.allCases)
    func beforeRuntime(stray: Stray) throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let editor = try StubProcess(
                "weld-editor",
                [
                    "--headless", "--size", "64x64", "--socket", path, "--runtime-arg", "--hold-at",
                    "--runtime-arg", "before-connect",
                ])
            let child = try editor.spawnedChild()
            try editor.event(#""event":"hold","phase":"before-connect""#)
            var kept = DescriptorList()
            for _ in 0..<40 {
                if let socket = try visit(path, stray) { kept.append(socket) }
            }
            kill(child, SIGUSR2)
            let connected = try editor.event(#""role":"editor","event":"connected""#)
            #expect(connected.contains("\"peer\":\(child)}"))
            try editor.event(#""event":"round-checked""#)
            try editor.stop()
            let rest = try editor.remainingEvents()
            #expect(!rest.contains { $0.contains(#""event":"restarting""#) })
            #expect(!rest.contains { $0.contains(#""role":"editor","event":"peer-gone""#) })
            // A line a second at most, besides what the runtime says.
            #expect(try editor.logText().split(separator: "\n").count < 10)
        }
    }

    @Test("while a runtime is served nobody else disturbs it", arguments: Stray.allCases)
    func whileServed(stray: Stray) throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let editor = try StubProcess(
                "weld-editor", ["--headless", "--size", "64x64", "--socket", path])
            try editor.event(#""event":"round-checked""#)
            var kept = DescriptorList()
            for _ in 0..<10 {
                if let socket = try visit(path, stray) { kept.append(socket) }
            }
            try editor.event(#""event":"heartbeat-acked""#)
            try editor.stop()
        }
    }

    @Test(
        "an editor that waits for whoever comes serves the one who says Hello",
        arguments: Stray.allCases, [1, 12])
    func withoutRuntime(stray: Stray, count: Int) throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let editor = try StubProcess(
                "weld-editor",
                ["--headless", "--size", "64x64", "--no-spawn", "--no-heartbeat", "--socket", path])
            try editor.event(#""event":"listening""#)
            var kept = DescriptorList()
            // Who says Hello is a runtime; here it is the one below.
            for _ in 0..<(stray == .saysHello ? 0 : count) {
                if let socket = try visit(path, stray) { kept.append(socket) }
            }
            let runtime = try FakeRuntime(path: path)
            try runtime.greet()
            try runtime.serveFirstRound()
            try editor.event(#""event":"round-checked""#)
            #expect(!(try editor.isSeen(#""event":"restarting""#)))
            try editor.signal(SIGKILL)
            _ = try editor.end()
        }
    }

    @Test("the question of a second editor whether this one lives disturbs nobody")
    func probe() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let arguments = ["--headless", "--size", "64x64", "--socket", path]
            let editor = try StubProcess(
                "weld-editor",
                arguments + ["--runtime-arg", "--hold-at", "--runtime-arg", "before-connect"])
            let child = try editor.spawnedChild()
            try editor.event(#""event":"hold","phase":"before-connect""#)
            for _ in 0..<3 {
                #expect(try StubProcess("weld-editor", arguments).end() == .exited(code: 11))
            }
            kill(child, SIGUSR2)
            try editor.event(#""event":"round-checked""#)
            #expect(!(try editor.isSeen(#""event":"restarting""#)))
            try editor.stop()
        }
    }
}
