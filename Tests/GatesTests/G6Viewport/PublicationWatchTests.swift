import FrameWitness
import GateHost
import Testing

@testable import Gates

@Suite("Pictures at the moment at which they are published")
struct PublicationWatchTests {
    private func put(
        _ value: some FixedWidthInteger, at offset: Int64, in memory: borrowing MemoryObject
    ) throws {
        let bytes = (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        try memory.descriptor.put(bytes, at: offset)
    }

    /// A region of three slots whose mailbox and whose record of slot 1 are as given.
    private func region(mailbox: UInt32, frame: UInt64) throws -> SharedRegion {
        let size = 4096 + 3 * 1280 * 720 * 4
        let memory = try MemoryObject.sealed(label: "publication", size: size)
        for (offset, word) in [(0, 0x5756_5057), (4, 2), (8, 1280), (12, 720), (20, 3)] {
            try put(UInt32(word), at: Int64(offset), in: memory)
        }
        try put(mailbox, at: Int64(SharedRegion.mailbox), in: memory)
        try put(frame, at: 640, in: memory)
        try put(UInt32(1), at: 640 + 16, in: memory)
        return try SharedRegion(memory, pictures: .standard)
    }

    @Test(
        "A mailbox that holds nothing new, or no slot, is not looked at",
        arguments: [0, 1, 2, 0xF8, 7, 0xFFFF_FFFF] as [UInt32])
    func nothingNew(mailbox: UInt32) throws {
        let region = try region(mailbox: mailbox, frame: 9)
        #expect(region.faults.isEmpty && region.lookAtMailbox() == nil)
    }

    @Test("What lies in the mailbox is read with its record, whatever its generation")
    func new() throws {
        let look = try #require(try region(mailbox: 5 | 77 << 3, frame: 9).lookAtMailbox())
        #expect(look.record.frame == 9 && look.record.epoch == 1)
        // Nothing was drawn.
        #expect(look.reading.frame == nil)
    }

    @Test("A picture that was published before it was complete is named, and an old one")
    func incomplete() throws {
        var watch = PublicationWatch()
        watch.note(try #require(try region(mailbox: 5, frame: 9).lookAtMailbox()))
        #expect(watch.samples == [true])
        #expect(watch.faults.contains { $0.contains("picture 9, just published") })
        watch.note(try #require(try region(mailbox: 5, frame: 9).lookAtMailbox()))
        #expect(watch.faults.contains { $0.contains("no newer than the one before") })
    }

    @Test("An editor without a region, or no process at all, is said and decides nothing")
    func nobody() {
        let watch = PublicationWatch.watch(
            editor: ProcessEnvironment.pid, runtime: 1, pictures: .standard)
        #expect(watch.samples.isEmpty && watch.obstacle?.contains("maps no region") == true)
        let kept = KeptMessages()
        watch.record(kept.recorder)
        #expect(kept.values(ViewportMetric.region).isEmpty)
    }
}
