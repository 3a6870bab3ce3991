import Testing

@testable import WeldViewport

@Suite("A writer that was given up and goes on")
struct WriterInChargeTests {
    /// Publishes a picture that says it is of another writer.
    private func publish(
        _ writer: inout ViewportWriter, as epoch: UInt32, in region: ViewportRegion
    ) throws {
        let slot = Int(region.load32(ThreeSlot.writerMirror))
        let id = writer.nextID
        writer.draw { TestPattern.draw(frame: id, on: $0) }
        _ = try writer.publish()
        var record = region.record(of: slot)
        record.epoch = epoch
        region.setRecord(of: slot, to: record)
    }

    @Test(
        "until there is another, none of its pictures is shown",
        arguments: [0, 1, 2, 7] as [UInt32])
    func nobody(epoch: UInt32) throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(try attached(to: region))
        var reader = ViewportReader(region)
        try publishNext(&writer)
        #expect(reader.acquire()?.id == 1)
        region.dismissWriter()
        for count in UInt64(1)...3 {
            try publish(&writer, as: epoch, in: region)
            #expect(reader.acquire() == nil && reader.acquire() == nil)
            #expect(reader.refusedPictures == count)
        }
        // What the reader has is still the picture of before.
        #expect(readingOfCurrent(reader, region) == Witness.Reading(frame: 1))
    }

    @Test(
        "with a successor, pictures of any other number are refused, old ones and future ones",
        arguments: [0, 1, 2, 4, .max] as [UInt32])
    func others(epoch: UInt32) throws {
        let region = try newRegion(.threeSlot, small)
        var reader = ViewportReader(region)
        region.succeedWriter(as: 2)
        region.succeedWriter(as: 3)
        var writer = try ViewportWriter(try attached(to: region))
        try publish(&writer, as: epoch, in: region)
        #expect(reader.acquire() == nil)
        #expect(reader.refusedPictures == 1)
        let own = try publishNext(&writer)
        #expect(reader.acquire() == own)
        #expect(readingOfCurrent(reader, region).isFaulty == false)
    }

    @Test("what it writes into the region's word changes nothing")
    func forgedWord() throws {
        let region = try newRegion(.threeSlot, small)
        var reader = ViewportReader(region)
        region.succeedWriter(as: 2)
        region.store32(9, at: ThreeSlot.epoch)
        var forger = try ViewportWriter(try attached(to: region))
        #expect(forger.epoch == 9)
        try publishNext(&forger)
        #expect(reader.acquire() == nil)
        #expect(reader.refusedPictures == 1)
    }

    @Test(
        "in two slots nobody is asked while somebody writes, and nothing is shown when nobody does")
    func twoSlots() throws {
        let region = try newRegion(.twoSlot, small)
        var writer = try ViewportWriter(try attached(to: region))
        var reader = ViewportReader(region)
        try publishNext(&writer)
        #expect(reader.acquire()?.id == 1)
        region.dismissWriter()
        try publishNext(&writer)
        #expect(reader.acquire() == nil)
        region.succeedWriter(as: 2)
        #expect(reader.acquire()?.id == 2)
    }
}
