import GateHost
import Testing

/// Streams for people that nobody may be reading (platform.md#surroundings).
@Suite("Patient writer")
struct PatientWriterTests {
    private func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x78, count: count) }

    @Test("what is written is there when the call returns")
    func written() throws {
        let pipe = try PipeEnds()
        let writer = try PatientWriter(to: pipe.writeEnd.rawValue, patience: .seconds(30))
        writer.write(Array("one\n".utf8))
        writer.write(Array("two\n".utf8))
        #expect(try pipe.readEnd.available(100) == Array("one\ntwo\n".utf8))
        #expect(!writer.isGone)
    }

    @Test("a full pipe keeps nobody waiting, and says what it lost once somebody reads")
    func full() throws {
        let pipe = try PipeEnds()
        let writer = try PatientWriter(
            to: pipe.writeEnd.rawValue, patience: .milliseconds(50), room: 1000)
        // More than the pipe takes; then what waits, and what finds no room.
        writer.write(bytes(200_000))
        for _ in 0..<100 { writer.write(bytes(100)) }
        #expect(!writer.isGone)
        var text: [UInt8] = []
        let deadline = Deadline.after(.seconds(30))
        while !String(decoding: text.suffix(200), as: UTF8.self).contains("nobody read them]\n"),
            !deadline.hasPassed
        {
            _ = try Poll.wait(
                pipe.readEnd.rawValue, for: .readable, until: .after(.milliseconds(50)))
            text += try pipe.readEnd.available(65_536)
        }
        #expect(
            String(decoding: text.suffix(200), as: UTF8.self)
                .hasSuffix("[9000 bytes were left out: nobody read them]\n"))
        #expect(text.count { $0 == 0x78 } == 201_000)
    }

    @Test("a pipe without a reader, a closed number, and one that only reads are given up at once")
    func gone() throws {
        try Signals.surviveBrokenPipes()
        let pipe = try PipeEnds()
        let reading = try PatientWriter(to: pipe.readEnd.rawValue, patience: .seconds(30))
        reading.write(bytes(1))
        #expect(reading.isGone)
        let unread = try PatientWriter(to: pipe.writeEnd.rawValue, patience: .seconds(30))
        try pipe.readEnd.close()
        unread.write(bytes(1))
        unread.write(bytes(1))
        #expect(unread.isGone)
        let closed = try PatientWriter(to: 1_000_000, patience: .seconds(30))
        closed.write(bytes(1))
        #expect(closed.isGone)
    }

    @Test(
        "without a thread a line is written, and what finds no room is waited for in vain only so long"
    )
    func threadless() throws {
        let pipe = try PipeEnds()
        PatientWriter.write(Array("one\n".utf8), to: pipe.writeEnd.rawValue)
        #expect(try pipe.readEnd.available(100) == Array("one\n".utf8))
        PatientWriter.write(
            bytes(200_000), to: pipe.writeEnd.rawValue, patience: .milliseconds(50))
        #expect(try pipe.readEnd.available(200_000).count >= Int(4_096))
        PatientWriter.write(bytes(1), to: 1_000_000)
    }

    @Test("an open file that somebody else made non-blocking loses nothing")
    func nonBlocking() throws {
        let pipe = try PipeEnds()
        try pipe.writeEnd.setNonBlocking()
        let writer = try PatientWriter(to: pipe.writeEnd.rawValue, patience: .milliseconds(50))
        writer.write(bytes(200_000))
        var count = 0
        let deadline = Deadline.after(.seconds(30))
        while count < 200_000, !deadline.hasPassed {
            _ = try Poll.wait(
                pipe.readEnd.rawValue, for: .readable, until: .after(.milliseconds(50)))
            count += try pipe.readEnd.available(65_536).count
        }
        #expect(count == 200_000)
    }
}
