import Testing

@testable import WeldViewport

@Suite("Slots as memory that a device imports")
struct SlotMemoryTests {
    @Test(
        "a slot of three begins at a page, is whole pages long and holds its picture",
        arguments: [small, PictureSize.standard])
    func pages(size: PictureSize) throws {
        let region = try newRegion(.threeSlot, size)
        var writer = try ViewportWriter(try attached(to: region))
        var reader = ViewportReader(region)
        #expect(region.importableSlotCount == 3)
        for frame in UInt32(1)...3 {
            try publishNext(&writer)
            _ = reader.acquire()
            let slot = try #require(reader.currentSlot)
            unsafe region.withSlotMemory(slot) { memory in
                let start = UInt(bitPattern: memory.baseAddress)
                let count = memory.count
                #expect(start % 4096 == 0)
                #expect(count % 4096 == 0 && count >= size.byteCount)
                let reading = unsafe Witness.read(
                    UnsafeRawBufferPointer(memory), size: size, pitch: size.pitch)
                #expect(reading == Witness.Reading(frame: frame))
            }
        }
    }

    @Test("two slots do not begin at pages, so that none can be imported")
    func twoSlots() throws {
        #expect(try newRegion(.twoSlot, small).importableSlotCount == 0)
    }

    @Test("what a sabotage spoils is the acquired picture and no other")
    func spoiled() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region, checksums: true)
        var reader = ViewportReader(region)
        try publishNext(&writer)
        let acquired = reader.acquire()
        let record = try #require(acquired)
        unsafe reader.withCurrentToSpoil { unsafe $0[5] ^= 0xFF }
        #expect(record.checksum != reader.checksumOfCurrent())
        try publishNext(&writer)
        let next = reader.acquire()
        #expect(next?.checksum == reader.checksumOfCurrent())
    }
}
