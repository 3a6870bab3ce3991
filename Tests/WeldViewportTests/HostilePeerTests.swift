import Testing

@testable import WeldViewport

@Suite("A peer that spoils the words")
struct HostilePeerTests {
    @Test("two slots: the slot number is masked")
    func maskedSlot() throws {
        let region = try newRegion(.twoSlot, small)
        var writer = try ViewportWriter(region)
        try publishNext(&writer)
        region.store32(0xFFFF_FFFF, at: TwoSlot.lastComplete)
        var reader = ViewportReader(region)
        #expect(reader.acquire()?.id == 1)
        #expect(readingOfCurrent(reader, region).isFaulty == false)
    }

    @Test(
        "three slots: a mailbox that names no slot, or the reader's own, is ignored and counted",
        arguments: [7, 0xFFFF_FFFF, 0xFFFF_FFF7, 6] as [UInt32])
    func ignoredMailbox(word: UInt32) throws {
        let region = try newRegion(.threeSlot, small)
        var reader = ViewportReader(region)
        region.store32(word, at: ThreeSlot.mailbox)
        #expect(reader.acquire() == nil)
        #expect(reader.refusedWords == 1)
        #expect(region.load32(ThreeSlot.mailbox) == word)
        #expect(region.readerSlot.settled == 2)
    }

    @Test("three slots: without the NEW bit a wrong slot does not even count")
    func wrongButOld() throws {
        let region = try newRegion(.threeSlot, small)
        var reader = ViewportReader(region)
        region.store32(3, at: ThreeSlot.mailbox)
        #expect(reader.acquire() == nil)
        #expect(reader.refusedWords == 0)
    }

    @Test(
        "a writer that gets no slot, or its own, from the mailbox says so",
        arguments: [(3, 3), (7, 3), (0, 0), (0xFFFF_FFFC, 0)] as [(UInt32, UInt32)])
    func writerRefuses(word: UInt32, slot: UInt32) throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        region.store32(word, at: ThreeSlot.mailbox)
        #expect(throws: ViewportError.wrongSlot(slot)) { try writer.publish() }
    }

    @Test(
        "a writer that is left no slot of its own does not begin",
        arguments: [(3, 1, 3), (7, 1, 7), (1, 1, 1), (0, 3, 3), (0, 7, 3)]
            as [(UInt32, UInt32, UInt32)])
    func writerDoesNotBegin(mirror: UInt32, mailbox: UInt32, named: UInt32) throws {
        let region = try newRegion(.threeSlot, small)
        region.store32(mirror, at: ThreeSlot.writerMirror)
        region.store32(mailbox, at: ThreeSlot.mailbox)
        #expect(throws: ViewportError.wrongSlot(named)) { try ViewportWriter(region) }
    }

    @Test("records of random bytes give a record, and numbers that go on from the highest")
    func spoiledRecords() throws {
        let region = try newRegion(.threeSlot, small)
        for slot in 0..<3 {
            for word in 0..<8 {
                let offset = ThreeSlot.recordOffset(slot) + 4 * word
                region.store32(0xFFFF_FFFF, at: offset)
            }
        }
        var writer = try ViewportWriter(region)
        #expect(writer.nextID == 0)
        let published = try publishNext(&writer)
        var reader = ViewportReader(region)
        #expect(reader.acquire() == published)
    }
}
