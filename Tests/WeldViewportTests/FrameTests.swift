import Testing
import WeldPlatform

@testable import WeldViewport

@Suite("Frames through a region")
struct FrameTests {
    @Test("before the first frame there is nothing to read", arguments: ViewportProtocol.allCases)
    func nothingYet(version: ViewportProtocol) throws {
        let region = try newRegion(version, small)
        var reader = ViewportReader(try attached(to: region))
        #expect(reader.acquire() == nil)
        #expect(reader.currentSlotOffset == nil)
    }

    @Test(
        "every published frame is read once, whole, under its own number",
        arguments: ViewportProtocol.allCases)
    func framesArrive(version: ViewportProtocol) throws {
        let region = try newRegion(version, small)
        var writer = try ViewportWriter(try attached(to: region))
        var reader = ViewportReader(region)
        for expected in UInt64(1)...7 {
            #expect(try publishNext(&writer).id == expected)
            #expect(reader.acquire()?.id == expected)
            #expect(reader.acquire() == nil)
            #expect(readingOfCurrent(reader, region) == Witness.Reading(frame: UInt32(expected)))
        }
    }

    @Test(
        "of several frames the newest is read, and none before it afterwards",
        arguments: ViewportProtocol.allCases)
    func newestWins(version: ViewportProtocol) throws {
        let region = try newRegion(version, small)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        for _ in 0..<5 { try publishNext(&writer) }
        #expect(reader.acquire()?.id == 5)
        #expect(readingOfCurrent(reader, region) == Witness.Reading(frame: 5))
        #expect(reader.acquire() == nil)
    }

    @Test("a picture carries its time of completion and its writer's epoch into three slots")
    func record() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        let before = MonotonicClock.now()
        let published = try publishNext(&writer)
        let after = MonotonicClock.now()
        #expect((before...after).contains(published.completedNanoseconds))
        #expect(reader.acquire() == published)
        #expect(published.epoch == 1)
        #expect(published.age(at: published.completedNanoseconds + 5) == 5)
        #expect(published.age(at: published.completedNanoseconds - 1) == 0)
    }

    @Test("two slots say neither time nor epoch, and so no age")
    func recordOfTwoSlots() throws {
        let region = try newRegion(.twoSlot, small)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        try publishNext(&writer)
        let acquired = reader.acquire()
        let record = try #require(acquired)
        #expect(record == FrameRecord(id: 1))
        #expect(record.age(at: 77) == nil)
    }

    @Test("three slots leave a reader its picture, whatever the writer publishes meanwhile")
    func readersSlotIsItsOwn() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        try publishNext(&writer)
        #expect(reader.acquire()?.id == 1)
        for _ in 0..<4 {
            try publishNext(&writer)
            #expect(readingOfCurrent(reader, region) == Witness.Reading(frame: 1))
        }
    }

    @Test("two slots do not: the second frame after it is drawn into the picture that is read")
    func twoSlotsTear() throws {
        let region = try newRegion(.twoSlot, small)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        try publishNext(&writer)
        #expect(reader.acquire()?.id == 1)
        var picture = PictureBuffer(size: small)
        picture.withBytes { reader.copyCurrent(rows: 0..<4, to: &$0) }
        for _ in 0..<2 { try publishNext(&writer) }
        picture.withBytes { reader.copyCurrent(rows: 4..<9, to: &$0) }
        let reading = Witness.read(picture)
        #expect(reading.isTorn)
        #expect(reading.oldest == 1 && reading.newest == 3)
    }

    @Test("a writer draws again into the same slot until it publishes")
    func drawsTwice() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        writer.draw { TestPattern.draw(frame: 77, on: $0) }
        try publishNext(&writer)
        var reader = ViewportReader(region)
        #expect(reader.acquire()?.id == 1)
        #expect(readingOfCurrent(reader, region) == Witness.Reading(frame: 1))
    }

    @Test("a checksum that was asked for is that of the pixels, and sees one changed bit")
    func checksum() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region, checksums: true)
        var reader = ViewportReader(region)
        try publishNext(&writer)
        let acquired = reader.acquire()
        let record = try #require(acquired)
        #expect(record.checksum == reader.checksumOfCurrent())
        let offset = try #require(reader.currentSlotOffset)
        region.store32(region.load32(offset + 4000) ^ 0x10, at: offset + 4000)
        #expect(record.checksum != reader.checksumOfCurrent())
    }

    @Test("a reader that comes after another goes on with its slot")
    func successorOfReader() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        var first = ViewportReader(region)
        try publishNext(&writer)
        #expect(first.acquire()?.id == 1)
        var second = ViewportReader(region)
        #expect(second.acquire() == nil)
        for id in UInt64(2)...4 {
            try publishNext(&writer)
            #expect(second.acquire()?.id == id)
            #expect(readingOfCurrent(second, region) == Witness.Reading(frame: UInt32(id)))
        }
    }
}
