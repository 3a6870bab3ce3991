import Glibc
import TestSupport
import Testing
import WeldPlatform

@testable import WeldStub

@Suite("A log that nobody may read")
struct LogTests {
    private func lines(of pipe: borrowing OwnedDescriptor, after skipped: Int) throws -> [String] {
        var rest = skipped
        while rest > 0 {
            var bytes = [UInt8](repeating: 0, count: min(rest, 65_536))
            rest -= unsafe try bytes.withUnsafeMutableBytes { unsafe try pipe.read(into: $0) } ?? 0
        }
        return try EventPipe.available(in: pipe)
    }

    @Test("a full pipe that blocks stops nobody, and the next line says how many were left out")
    func full() throws {
        let pipe = try PipeEnds()
        let log = Log(program: "p", stream: pipe.writeEnd.rawValue)
        log("one")
        #expect(try EventPipe.available(in: pipe.readEnd) == ["p: one"])
        let filled = try pipe.writeEnd.fill()
        for _ in 0..<3 { log("lost") }
        #expect(try lines(of: pipe.readEnd, after: filled) == [])
        log("two")
        log("three")
        #expect(
            try EventPipe.available(in: pipe.readEnd)
                == ["p: 3 lines found no room here", "p: two", "p: three"])
    }

    @Test("a full socket that blocks stops nobody either")
    func fullSocket() throws {
        let pair = try SocketPair()
        let filled = try pair.first.fill()
        let log = Log(program: "p", stream: pair.first.rawValue)
        log("lost")
        #expect(try lines(of: pair.second, after: filled) == [])
        log("two")
        #expect(
            try EventPipe.available(in: pair.second) == ["p: 1 line found no room here", "p: two"])
    }

    @Test("without a reader, closed, or on a full device a line is left out and nobody dies")
    func nobody() async {
        await #expect(processExitsWith: .success) {
            try Signals.ignore(Signals.pipe)
            let pipe = try PipeEnds()
            let full = unsafe open("/dev/full", O_WRONLY)
            let log = Log(program: "p", stream: pipe.writeEnd.rawValue)
            _ = consume pipe.readEnd
            let closed = Log(program: "p", stream: RawDescriptor(rawValue: 900))
            let device = Log(program: "p", stream: RawDescriptor(rawValue: full))
            for _ in 0..<5 {
                log("lost")
                closed("lost")
                device("lost")
            }
            exit(0)
        }
    }

    @Test("a line too long is cut between two characters and is one line of at most 4096 bytes")
    func long() throws {
        let pipe = try PipeEnds()
        let log = Log(program: "p", stream: pipe.writeEnd.rawValue)
        log(String(repeating: "é", count: 5000))
        let line = try #require(try EventPipe.available(in: pipe.readEnd).first)
        #expect(line.utf8.count <= 4095 && line.utf8.count > 4070)
        #expect(line.hasPrefix("p: éé") && line.hasSuffix("é [...]"))
    }

    @Test("the flags of the stream stay as they are")
    func flags() throws {
        let pipe = try PipeEnds()
        let log = Log(program: "p", stream: pipe.writeEnd.rawValue)
        try pipe.writeEnd.fill()
        let before = fcntl(pipe.writeEnd.rawValue.rawValue, F_GETFL)
        log("lost")
        #expect(fcntl(pipe.writeEnd.rawValue.rawValue, F_GETFL) == before)
        #expect(before & O_NONBLOCK == 0)
    }
}
