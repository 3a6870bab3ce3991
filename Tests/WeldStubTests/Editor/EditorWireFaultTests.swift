import Glibc
import Testing
import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@Suite("The real editor: the sabotages of G3")
struct EditorWireFaultTests {
    private func spoiledLine(_ change: (inout RawFrame) -> Void) -> [UInt8] {
        var frame = RawFrame(
            type: .logMessage, body: [UInt8](repeating: 0, count: 272), sequence: 9)
        change(&frame)
        return frame.bytes
    }

    @Test(
        "a frame that accept-bad-magic or skip-hash-check lets through is counted",
        arguments: ["accept-bad-magic", "skip-hash-check"])
    func accepts(sabotage: String) throws {
        try withVisitedEditor(["--sabotage", sabotage]) { editor, runtime in
            try runtime.greet()
            try runtime.connection.sendBytes(
                spoiledLine { frame in
                    if sabotage == "skip-hash-check" {
                        frame.schemaHash ^= 1
                    } else {
                        frame.magic ^= 1
                    }
                })
            runtime.connection.close()
            try editor.event(#""event":"counts""#, #""received.LogMessage":1"#)
        }
    }

    @Test("leak-fd-per-error loses a descriptor an error")
    func leaksDescriptors() throws {
        try withVisitedEditor(["--sabotage", "leak-fd-per-error"]) { editor, runtime in
            var visitor = runtime
            /// What is open while a visitor is being served.
            func openDescriptors() throws -> Int {
                try visitor.greet()
                try visitor.serveFirstRound()
                try editor.event(#""event":"round-checked""#)
                return try FileListing.names(in: "/proc/\(editor.pid)/fd").count
            }
            for _ in 0..<2 { visitor = try visitor.succeedAfterError(editor) }
            let before = try openDescriptors()
            for _ in 0..<5 { visitor = try visitor.succeedAfterError(editor) }
            let after = try openDescriptors()
            #expect(after == before + 5)
        }
    }

    @Test(
        "leak-per-error loses 4 KiB of heap an error, a healthy editor none",
        .enabled(if: MemoryUse.current().heapInUse > 0, "the allocator tells what it holds"),
        arguments: [true, false])
    func leaksMemory(isSabotaged: Bool) throws {
        let arguments = isSabotaged ? ["--sabotage", "leak-per-error"] : []
        try withVisitedEditor(arguments) { editor, runtime in
            var visitor = runtime
            var uses: [UInt64] = []
            for _ in 0..<HeapGrowth.connections {
                visitor = try visitor.succeedAfterError(editor)
                uses.append(visitor.heapBefore)
            }
            #expect(HeapGrowth.isLeak(uses) == isSabotaged)
        }
    }

    @Test("hang-on-truncation reports nothing and serves nobody")
    func hangs() throws {
        try withVisitedEditor(
            ["--sabotage", "hang-on-truncation", "--no-heartbeat"], endsCleanly: false
        ) { editor, runtime in
            try runtime.greet()
            try runtime.serveFirstRound()
            try editor.event(#""event":"round-checked""#)
            try runtime.connection.sendBytes(Array(spoiledLine { _ in }.prefix(20)))
            runtime.connection.close()
            let next = try runtime.another()
            try next.connection.send(ProtocolHello())
            #expect(throws: TransportError.timedOut("receive")) {
                _ = try next.receiver.next(until: .after(.milliseconds(300)))
            }
            editor.stopReadingEvents()
            #expect(try editor.end() == .exited(code: ExitCode.watchdog.rawValue))
        }
    }

    @Test("crash-on-oversize dies of SIGABRT")
    func crashes() throws {
        try withVisitedEditor(
            ["--sabotage", "crash-on-oversize"], endsCleanly: false
        ) { editor, runtime in
            try runtime.connection.sendBytes(
                spoiledLine { $0.payloadLength = Frame.maximumPayload + 1 })
            let status = try editor.end()
            guard case .signalled(SIGABRT, _) = status else {
                Issue.record("ended with \(status)")
                return
            }
        }
    }
}
