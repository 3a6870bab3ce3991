import Testing
import WeldContract
import WeldPlatform
import WeldWire

@testable import WeldStub

@Suite("Writing events")
struct EventWriterTests {
    @Test("lines of several threads are numbered from 1 in the order in which they are written")
    func numbering() throws {
        let pipe = try PipeEnds()
        let writer = try EventWriter(descriptor: pipe.writeEnd.rawValue, role: .runtime)
        for thread in (0..<4).map({ _ in
            ThreadBox { for _ in 0..<50 { writer.emit(.ready(epoch: 1)) } }
        }) {
            thread.join()
        }
        let lines = try EventPipe.lines(of: pipe.readEnd, count: 200)
        #expect(lines.count == 200)
        for (index, line) in lines.enumerated() {
            #expect(line.hasPrefix("{\"n\":\(index + 1),"))
            #expect(line.hasSuffix(#""role":"runtime","event":"ready","epoch":1}"#))
        }
    }

    @Test("a full pipe loses lines instead of blocking, and the gap in the numbers shows it")
    func neverBlocks() throws {
        let pipe = try PipeEnds()
        let writer = try EventWriter(descriptor: pipe.writeEnd.rawValue, role: .editor)
        let path = String(repeating: "x", count: 3000)
        for _ in 0..<1000 { writer.emit(.listening(path: path)) }
        let first = try EventPipe.available(in: pipe.readEnd)
        #expect(first.count < 1000)
        #expect(first.last?.hasPrefix("{\"n\":\(first.count),") == true)
        writer.emit(.ready(epoch: 2))
        #expect(try EventPipe.available(in: pipe.readEnd).map { $0.prefix(10) } == ["{\"n\":1001,"])
    }

    @Test(
        "a clock that is wrong on purpose is ahead or behind by its time", arguments: [true, false])
    func wrongClock(isAhead: Bool) throws {
        let pipe = try PipeEnds()
        let hour: UInt64 = 3_600_000_000_000
        let fault = Sabotage(isAhead ? .clockAhead : .clockBehind, nanoseconds: hour)
        let writer = try EventWriter(
            descriptor: pipe.writeEnd.rawValue, role: .editor, sabotages: Sabotages([fault]))
        let now = MonotonicClock.now()
        writer.emit(.ready(epoch: 1))
        let line = try #require(try EventPipe.lines(of: pipe.readEnd, count: 1).first)
        let digits = try #require(line.split(separator: "\"t_ns\":").last?.prefix { $0 != "," })
        let time = try #require(UInt64(digits))
        // Minutes for the line itself.
        let wrong = isAhead ? time &- now : now &- time
        #expect(wrong > hour - 600_000_000_000 && wrong < hour + 600_000_000_000)
    }

    @Test("the last event says how many there were, also of those that were lost")
    func last() throws {
        let pipe = try PipeEnds()
        let writer = try EventWriter(descriptor: pipe.writeEnd.rawValue, role: .editor)
        let path = String(repeating: "x", count: 3000)
        for _ in 0..<1000 { writer.emit(.listening(path: path)) }
        _ = try EventPipe.available(in: pipe.readEnd)
        writer.emitLast(.clean)
        let last = try #require(try EventPipe.available(in: pipe.readEnd).first)
        #expect(last.hasSuffix(#""event":"exiting","code":0,"events":1001}"#))
    }

    @Test("without a descriptor an event is not even made")
    func silent() throws {
        let writer = try EventWriter(descriptor: nil, role: .editor)
        var isMade = false
        func event() -> Event {
            isMade = true
            return .ready(epoch: 1)
        }
        writer.emit(event())
        #expect(!isMade)
    }

    @Test("a descriptor that is not open is refused")
    func refusesClosed() {
        #expect(throws: SystemError.self) {
            try EventWriter(descriptor: RawDescriptor(rawValue: 1_000_000), role: .editor)
        }
    }

    @Test("the counts of all messages fit into a line")
    func countsFit() throws {
        var counts = TrafficCounts()
        for type in MessageType.allCases {
            counts.countSent(type)
            counts.countReceived(type)
        }
        let pipe = try PipeEnds()
        let writer = try EventWriter(descriptor: pipe.writeEnd.rawValue, role: .editor)
        writer.emit(.counts(connection: .max, counts))
        let line = try #require(try EventPipe.lines(of: pipe.readEnd, count: 1).first)
        #expect(!line.contains("cut"))
        #expect(line.contains(#""sent.Echo":1"#) && line.contains(#""received.Echo":1"#))
    }
}
