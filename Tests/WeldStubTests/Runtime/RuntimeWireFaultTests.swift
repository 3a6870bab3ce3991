import Glibc
import TestSupport
import Testing
import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@Suite("The real runtime: the sabotages of G3")
struct RuntimeWireFaultTests {
    /// A greeted runtime with a sabotage, and a directory for its socket.
    private func withRuntime(
        _ sabotage: String, _ body: (FakeEditor) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--reconnect", "--sabotage", sabotage])
            try editor.greet()
            try body(editor)
        }
    }

    private func spoiledEcho(
        sequence: UInt32 = 9, _ change: (inout RawFrame) -> Void
    ) -> [UInt8] {
        var frame = RawFrame(
            type: .echo, body: [UInt8](repeating: 1, count: 64), sequence: sequence)
        change(&frame)
        return frame.bytes
    }

    @Test("accept-bad-magic answers a frame with a wrong magic, and still minds its type")
    func badMagic() throws {
        try withRuntime("accept-bad-magic") { editor in
            let sequence = try editor.peer?.connection.reserveSequence(for: .echo) ?? 0
            try editor.send(spoiledEcho(sequence: sequence) { $0.magic ^= 1 })
            #expect(try editor.peer?.reply(EchoReply.self, to: sequence) != nil)
            try editor.send(
                spoiledEcho {
                    $0.magic ^= 1
                    $0.type = 99
                })
            try editor.runtime.event(#""name":"unknownMessageType""#)
        }
    }

    @Test("skip-hash-check answers a frame with a wrong schema hash")
    func badHash() throws {
        try withRuntime("skip-hash-check") { editor in
            let sequence = try editor.peer?.connection.reserveSequence(for: .echo) ?? 0
            try editor.send(spoiledEcho(sequence: sequence) { $0.schemaHash ^= 1 })
            #expect(try editor.peer?.reply(EchoReply.self, to: sequence) != nil)
        }
    }

    @Test(
        "leak-per-error loses 4 KiB of heap an error",
        .enabled(if: MemoryUse.current().heapInUse > 0, "the allocator tells what it holds"))
    func leaksMemory() throws {
        try withRuntime("leak-per-error") { editor in
            let uses = try heapAfterErrors(count: HeapGrowth.connections, editor)
            #expect(HeapGrowth.isLeak(uses))
        }
    }

    @Test(
        "a healthy runtime's heap is flat over broken connections",
        .enabled(if: MemoryUse.current().heapInUse > 0, "the allocator tells what it holds"))
    func healthyHeapIsFlat() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--reconnect"])
            try editor.greet()
            let uses = try heapAfterErrors(count: HeapGrowth.connections, editor)
            #expect(!HeapGrowth.isLeak(uses))
        }
    }

    @Test("leak-fd-per-error loses a descriptor an error")
    func leaksDescriptors() throws {
        try withRuntime("leak-fd-per-error") { editor in
            let before = try FileListing.names(in: "/proc/\(editor.runtime.pid)/fd").count
            _ = try heapAfterErrors(count: 5, editor)
            let after = try FileListing.names(in: "/proc/\(editor.runtime.pid)/fd").count
            #expect(after == before + 5)
        }
    }

    @Test("hang-on-truncation reports nothing and serves nobody, and still ends with its reader")
    func hangs() throws {
        try withRuntime("hang-on-truncation") { editor in
            try editor.send(Array(spoiledEcho { _ in }.prefix(20)))
            editor.vanish()
            #expect(throws: TransportError.timedOut("accept")) {
                _ = try editor.listener.accept(
                    until: .after(.milliseconds(300)), rules: SessionRules(role: .editor))
            }
            editor.runtime.stopReadingEvents()
            #expect(try editor.runtime.end() == .exited(code: ExitCode.watchdog.rawValue))
        }
    }

    @Test("crash-on-oversize dies of SIGABRT")
    func crashes() throws {
        try withRuntime("crash-on-oversize") { editor in
            try editor.send(spoiledEcho { $0.payloadLength = Frame.maximumPayload + 1 })
            let status = try editor.runtime.end()
            guard case .signalled(SIGABRT, _) = status else {
                Issue.record("ended with \(status)")
                return
            }
        }
    }

    @Test("drop-1-in-10000 loses one frame of ten thousand, over connections")
    func drops() throws {
        try withRuntime("drop-1-in-10000") { editor in
            for number in 1..<WireFaults.droppedEvery {
                if number == 4000 {
                    editor.vanish()
                    try editor.greet()
                }
                #expect(try editor.ask(Echo(), for: EchoReply.self) != nil)
            }
            let lost = try editor.peer?.connection.send(Echo()) ?? 0
            let kept = try editor.peer?.connection.send(Echo()) ?? 0
            let received = try editor.peer?.receiver.next(until: .after(.seconds(5)))
            #expect(received?.sequence == kept && kept == lost + 1)
            editor.vanish()
            try editor.runtime.event(#""event":"counts","connection":2"#, #""received.Echo":6001"#)
        }
    }

    /// Breaks connections one after the other; returns the heap after each.
    private func heapAfterErrors(count: Int, _ editor: FakeEditor) throws -> [UInt64] {
        var uses: [UInt64] = []
        for _ in 0..<count {
            try editor.send(spoiledEcho { $0.version = 2 })
            uses += try editor.runtime.heapInUse()
            try editor.greet()
        }
        return uses
    }
}
