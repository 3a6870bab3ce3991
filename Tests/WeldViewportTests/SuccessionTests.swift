import Testing

@testable import WeldViewport

@Suite("A writer that comes after a dead one")
struct SuccessionTests {
    @Test(
        "it goes on with the numbers and leaves the reader's picture alone",
        arguments: ViewportProtocol.allCases)
    func continues(version: ViewportProtocol) throws {
        let region = try newRegion(version, small)
        var first = try ViewportWriter(try attached(to: region))
        try publishNext(&first)
        region.succeedWriter(as: 2)
        var second = try ViewportWriter(try attached(to: region))
        #expect(second.nextID == 2)
        second.draw { TestPattern.draw(frame: 2, on: $0) }
        // Drawn, not published: in three slots nobody's picture is shown any more, and in two
        // nobody knows whose it is.
        var reader = ViewportReader(region)
        #expect(reader.acquire()?.id == (version == .threeSlot ? nil : 1))
        #expect(try second.publish().id == 2)
        #expect(reader.acquire()?.epoch == (version == .threeSlot ? 2 : 0))
    }

    /// Where in its work a writer dies.
    enum Death: CaseIterable {
        case beforeAnything
        case whileDrawing
        case recordWritten
        case exchanged
        case mirrored
    }

    @Test(
        "wherever the writer died, each slot has one owner afterwards",
        arguments: Death.allCases, [0, 1, 2, 3])
    func everyDeath(death: Death, framesBefore: Int) throws {
        let region = try newRegion(.threeSlot, small)
        var reader = ViewportReader(region)
        var writer = try ViewportWriter(region)
        for frame in 0..<framesBefore {
            try publishNext(&writer)
            if frame != 1 { _ = reader.acquire() }
        }
        let own = region.load32(ThreeSlot.writerMirror)
        let id = writer.nextID
        if death != .beforeAnything { writer.draw { TestPattern.draw(frame: id, on: $0) } }
        if death == .recordWritten {
            region.setRecord(of: Int(own), to: FrameRecord(id: id, epoch: 1))
        }
        if death == .exchanged || death == .mirrored { _ = try writer.publish() }
        // Dead between exchange and mirror: the mirror still names the slot that was given away.
        if death == .exchanged { region.store32(own, at: ThreeSlot.writerMirror) }

        region.succeedWriter(as: 2)
        let mailbox = MailboxWord(rawValue: region.load32(ThreeSlot.mailbox))
        let owners = [
            region.load32(ThreeSlot.writerMirror), mailbox.slot,
            try #require(region.readerSlot.settled),
        ]
        #expect(Set(owners) == [0, 1, 2])
        #expect(region.epoch == 2)

        var last: UInt64 = 0
        // What the dead writer published last is not the successor's.
        if death == .exchanged || death == .mirrored {
            #expect(reader.acquire() == nil && reader.refusedPictures == 1)
            last = id
        }
        var successor = try ViewportWriter(try attached(to: region))
        #expect(successor.nextID > last && successor.nextID >= id)
        for _ in 0..<4 {
            let published = try publishNext(&successor)
            #expect(reader.acquire() == published)
            #expect(readingOfCurrent(reader, region).isFaulty == false)
        }
    }

    @Test(
        "a mailbox that the dead writer left with nonsense is made anew",
        arguments: 0..<8 as Range<UInt32>)
    func repairs(word: UInt32) throws {
        let region = try newRegion(.threeSlot, small)
        var reader = ViewportReader(region)
        region.store32(word, at: ThreeSlot.mailbox)
        _ = reader.acquire()
        region.succeedWriter(as: 2)
        var writer = try ViewportWriter(try attached(to: region))
        for _ in 0..<4 {
            let published = try publishNext(&writer)
            #expect(reader.acquire() == published)
            #expect(readingOfCurrent(reader, region).isFaulty == false)
        }
    }
}
