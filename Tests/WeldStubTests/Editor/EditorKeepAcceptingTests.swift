import Glibc
import Testing
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@Suite("The real editor with --keep-accepting: one process, thousands of connections")
struct EditorKeepAcceptingTests {
    /// What a visitor of a test does; the editor must serve the next after each.
    enum Offence: CaseIterable, Sendable {
        case resetAtOnce, garbageFirst, truncatedHello, foreignHello, closedAfterHello, garbage
        case firstRound
    }

    private func offend(_ visitor: FakeRuntime, _ offence: Offence) throws {
        let connection = visitor.connection
        switch offence {
        case .resetAtOnce:
            break
        case .garbageFirst:
            try connection.sendBytes(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        case .truncatedHello:
            try connection.sendBytes(
                Array(FrameEncoder.encode(ProtocolHello(), sequence: 1).prefix(40)))
        case .foreignHello:
            try connection.send(ProtocolHello())
        case .closedAfterHello:
            try connection.send(FakeRuntime.hello)
        case .garbage:
            try visitor.greet()
            try connection.sendBytes([UInt8](repeating: 0, count: 16))
        case .firstRound:
            try visitor.greet()
            try visitor.serveFirstRound()
        }
        connection.close()
    }

    private func counts(of pid: Int32) throws -> [Int] {
        try ["fd", "task"].map { try FileListing.names(in: "/proc/\(pid)/\($0)").count }
    }

    @Test("a thousand visitors of all kinds leave descriptors, threads and heap as they were")
    func thousand() throws {
        try withVisitedEditor(["--requests", "1000/s"]) { editor, first in
            var heap: [UInt64] = []
            var counts: [[Int]] = []
            var visitor = first
            for round in 0..<156 {
                for offence in Offence.allCases {
                    try offend(visitor, offence)
                    visitor = try visitor.another()
                }
                guard round % 52 == 51 else { continue }
                try visitor.greet()
                try visitor.serveFirstRound()
                counts.append(try self.counts(of: editor.pid))
                visitor.connection.close()
                heap += try editor.heapInUse(after: 365)
                visitor = try visitor.another()
            }
            #expect(counts[0] == counts[1] && counts[1] == counts[2])
            let last = try #require(heap.last)
            // Arrays that grew and the allocator's caches, over 700 connections.
            #expect(last < heap[364] + 32_768)
        }
    }

    @Test("a flood of log lines is counted, but told only at its beginning")
    func flood() throws {
        try withVisitedEditor { editor, visitor in
            try visitor.greet()
            for _ in 0..<5000 { try visitor.connection.send(LogMessage()) }
            try visitor.connection.flush(until: .after(.seconds(5)))
            visitor.connection.close()
            try editor.event(#""event":"counts""#, #""received.LogMessage":5000"#)
            var told = 0
            while (try? editor.event(within: .zero, #""event":"logged""#)) != nil { told += 1 }
            #expect((1...64).contains(told))
        }
    }

    @Test("one byte at a time is served like any other")
    func slowly() throws {
        try withVisitedEditor { editor, visitor in
            for byte in FrameEncoder.encode(FakeRuntime.hello, sequence: 1) {
                try visitor.connection.sendBytes([byte])
            }
            try editor.event(#""event":"ack","accepted":true"#)
            visitor.connection.close()
            try editor.event(#""event":"peer-gone""#)
        }
    }
}
