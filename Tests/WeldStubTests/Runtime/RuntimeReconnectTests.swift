import Glibc
import TestSupport
import Testing
import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@Suite("The real runtime with --reconnect: one process, thousands of connections")
struct RuntimeReconnectTests {
    /// What a peer of a test does to a connection; the runtime must come back after each.
    enum Offence: CaseIterable, Sendable {
        case resetAtOnce, garbageBeforeAck, closedAfterAck, garbage, truncation, descriptors
    }

    private func offend(_ editor: FakeEditor, _ offence: Offence) throws {
        switch offence {
        case .resetAtOnce:
            try editor.accept()
        case .garbageBeforeAck:
            try editor.accept()
            try editor.send(Array("no acknowledgement at all".utf8))
        case .closedAfterAck:
            try editor.greet()
        case .garbage:
            try editor.greet()
            try editor.send([UInt8](repeating: 0xFF, count: 300))
        case .truncation:
            try editor.greet()
            try editor.send(Array(FrameEncoder.encode(Echo(), sequence: 1).prefix(30)))
        case .descriptors:
            try editor.greet()
            let pipe = try PipeEnds()
            try editor.peer?.connection.send(Echo(), handles: [pipe.writeEnd.rawValue])
        }
        editor.vanish()
    }

    private func counts(of pid: Int32) throws -> [Int] {
        try ["fd", "task"].map { try FileListing.names(in: "/proc/\(pid)/\($0)").count }
    }

    @Test("a thousand connections of all kinds leave descriptors, threads and heap as they were")
    func thousand() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--reconnect"])
            var heap: [UInt64] = []
            var counts: [[Int]] = []
            for round in 0..<180 {
                for offence in Offence.allCases { try offend(editor, offence) }
                guard round % 60 == 59 else { continue }
                try editor.greet()
                #expect(try editor.ask(Echo(), for: EchoReply.self) == Echo().answer)
                counts.append(try self.counts(of: editor.runtime.pid))
                editor.vanish()
                // Of 360 connections: the last tells.
                heap += try editor.runtime.heapInUse(after: 361)
            }
            #expect(counts[0] == counts[1] && counts[1] == counts[2])
            let last = try #require(heap.last)
            // Arrays that grew and the allocator's caches, over 700 connections.
            #expect(last < heap[360] + 32_768)
        }
    }

    @Test("one byte at a time is served like any other")
    func slowly() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--reconnect"])
            try editor.greet()
            let sequence = try editor.peer?.connection.reserveSequence(for: .echo) ?? 0
            for byte in FrameEncoder.encode(Echo(), sequence: sequence) {
                try editor.send([byte])
            }
            #expect(try editor.peer?.reply(EchoReply.self, to: sequence) == Echo().answer)
        }
    }

    @Test("an editor that stops reading is given up after 5 s, and the next one is served")
    func stalled() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--reconnect"])
            try editor.greet()
            let deaf = editor.peer
            let requests = FrameEncoder.encode(Echo(), sequence: 1)
            // More than socket and queues of both sides take: then nothing can be sent here either,
            // which must be noticed before this side gives the runtime up for the same reason.
            #expect(throws: TransportError.timedOut("send bytes")) {
                while true {
                    try deaf?.connection.sendBytes(requests, until: .after(.seconds(3)))
                }
            }
            try editor.runtime.event(#""event":"wire-error","name":"stalled""#)
            try editor.greet()
            #expect(try editor.ask(Echo(), for: EchoReply.self) == Echo().answer)
        }
    }

    @Test("a listener that comes late is waited for; none for 2 s is 11")
    func noListener() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/late.sock"
            let runtime = try StubProcess(
                "weld-runtime",
                ["--socket", path, "--editor-pid", String(ProcessEnvironment.pid), "--reconnect"])
            try runtime.event(#""event":"started""#)
            var listener: Listener? = try Listener(path: path)
            let connection = try listener?.accept(
                until: .after(.seconds(5)), rules: SessionRules(role: .editor))
            listener = nil
            connection?.close()
            #expect(try runtime.end() == .exited(code: ExitCode.connection.rawValue))
        }
    }
}

extension Echo {
    /// The reply that it must get.
    var answer: EchoReply { EchoReply(payload: payload) }
}
