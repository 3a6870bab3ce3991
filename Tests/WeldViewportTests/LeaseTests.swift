import Testing
import WeldPlatform

@testable import WeldViewport

@Suite("A slot that is lent to a device")
struct LeaseTests {
    @Test("while it is out the reader takes nothing and touches no word, then the newest picture")
    func holdsTheReader() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(try attached(to: region))
        var reader = ViewportReader(region)
        #expect(reader.currentSlot == nil && !reader.isLent)
        try publishNext(&writer)
        #expect(reader.acquire()?.id == 1)
        let lease = reader.lendCurrent()
        #expect(reader.isLent)
        #expect(lease.slot == reader.currentSlot)
        for _ in 0..<5 {
            try publishNext(&writer)
            let words = try bytes(of: region, at: 0, count: 512)
            #expect(reader.acquire() == nil)
            #expect(try bytes(of: region, at: 0, count: 512) == words)
            #expect(readingOfCurrent(reader, region) == Witness.Reading(frame: 1))
        }
        lease.giveBack()
        #expect(!reader.isLent)
        #expect(reader.acquire()?.id == 6)
        #expect(readingOfCurrent(reader, region) == Witness.Reading(frame: 6))
    }

    @Test("lent more than once, it is back when all have given it back")
    func shownAgain() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        try publishNext(&writer)
        _ = reader.acquire()
        let first = reader.lendCurrent()
        let again = reader.lendCurrent()
        try publishNext(&writer)
        first.giveBack()
        // What is given back twice counts once.
        first.giveBack()
        #expect(reader.isLent)
        #expect(reader.acquire() == nil)
        again.giveBack()
        #expect(reader.acquire()?.id == 2)
    }

    @Test("a lease that is let go of is given back, and keeps the region until then")
    func letGo() throws {
        var region: ViewportRegion? = try newRegion(.threeSlot, small)
        weak let mapped = region
        var lease: SlotLease? = try lend(#require(region))
        region = nil
        let kept = try #require(mapped)
        #expect(kept.readerSlot.isLent)
        lease = nil
        #expect(!kept.readerSlot.isLent)
        #expect(lease == nil)
    }

    private func lend(_ region: ViewportRegion) throws -> SlotLease {
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        try publishNext(&writer)
        _ = reader.acquire()
        return reader.lendCurrent()
    }

    @Test("it is given back from any thread, each lease once")
    func threads() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        for id in UInt64(1)...50 {
            try publishNext(&writer)
            #expect(reader.acquire()?.id == id)
            let leases = [reader.lendCurrent(), reader.lendCurrent(), reader.lendCurrent()]
            let first = try OSThread.start(named: "device") {
                for lease in leases { lease.giveBack() }
            }
            let second = try OSThread.start(named: "device") {
                for lease in leases.reversed() { lease.giveBack() }
            }
            first.join()
            second.join()
            #expect(!reader.isLent)
        }
    }

    @Test("another reader of the region waits for it too")
    func nextReader() throws {
        let region = try newRegion(.threeSlot, small)
        let lease = try lend(region)
        var writer = try ViewportWriter(region)
        try publishNext(&writer)
        var second = ViewportReader(region)
        #expect(second.isLent)
        #expect(second.acquire() == nil)
        lease.giveBack()
        #expect(second.acquire()?.id == 2)
    }

    @Test(
        "wherever the writer died meanwhile, its successor never gets the slot in flight",
        arguments: SuccessionTests.Death.allCases, [1, 2, 3])
    func succession(death: SuccessionTests.Death, framesBefore: Int) throws {
        let region = try newRegion(.threeSlot, small)
        var reader = ViewportReader(region)
        var writer = try ViewportWriter(region)
        for _ in 0..<framesBefore {
            try publishNext(&writer)
            _ = reader.acquire()
        }
        let lease = reader.lendCurrent()
        try die(&writer, death, region)
        region.succeedWriter(as: 2)
        #expect(region.load32(ThreeSlot.writerMirror) != UInt32(lease.slot))
        #expect(MailboxWord(rawValue: region.load32(ThreeSlot.mailbox)).slot != UInt32(lease.slot))
        var successor = try ViewportWriter(try attached(to: region))
        for _ in 0..<4 {
            try publishNext(&successor)
            #expect(reader.acquire() == nil)
            let frame = Witness.Reading(frame: UInt32(framesBefore))
            #expect(readingOfCurrent(reader, region) == frame)
        }
        lease.giveBack()
        #expect(reader.acquire()?.epoch == 2)
    }

    private func die(
        _ writer: inout ViewportWriter, _ death: SuccessionTests.Death, _ region: ViewportRegion
    ) throws {
        let own = region.load32(ThreeSlot.writerMirror)
        let id = writer.nextID
        if death != .beforeAnything { writer.draw { TestPattern.draw(frame: id, on: $0) } }
        if death == .recordWritten {
            region.setRecord(of: Int(own), to: FrameRecord(id: id, epoch: 1))
        }
        if death == .exchanged || death == .mirrored { _ = try writer.publish() }
        if death == .exchanged { region.store32(own, at: ThreeSlot.writerMirror) }
    }

    @Test(
        "a mailbox that the dead writer left with nonsense is made anew around the slot in flight",
        arguments: 0..<8 as Range<UInt32>)
    func repairsAround(word: UInt32) throws {
        let region = try newRegion(.threeSlot, small)
        let lease = try lend(region)
        region.store32(word, at: ThreeSlot.mailbox)
        region.succeedWriter(as: 2)
        var owners = [lease.slot, Int(region.load32(ThreeSlot.writerMirror))]
        owners.append(Int(MailboxWord(rawValue: region.load32(ThreeSlot.mailbox)).slot))
        #expect(Set(owners) == [0, 1, 2])
    }

    @Test(
        "a peer that flips the mailbox meanwhile gets nothing in exchange",
        arguments: [0, 1, 2, 3, 4, 5, 6, 7, 0xFFFF_FFFF] as [UInt32])
    func flips(raw: UInt32) throws {
        let region = try newRegion(.threeSlot, small)
        let lease = try lend(region)
        var reader = ViewportReader(region)
        region.store32(raw, at: ThreeSlot.mailbox)
        #expect(reader.acquire() == nil)
        #expect(reader.refusedWords == 0)
        #expect(region.load32(ThreeSlot.mailbox) == raw)
        #expect(region.readerSlot.settled == UInt32(lease.slot))
        lease.giveBack()
        // The lent slot, and the one that is none, are refused; a word that is not new is nothing.
        let word = MailboxWord(rawValue: raw)
        let isWrong = word.slot == 3 || word.slot == UInt32(lease.slot)
        #expect(reader.acquire() == nil)
        #expect(reader.refusedWords == (word.isNew && isWrong ? 1 : 0))
        // What was no picture is none: no writer's number stands beside it.
        #expect(reader.refusedPictures == (word.isNew && !isWrong ? 1 : 0))
    }

    @Test("two slots are lent without protection, and hold the reader all the same")
    func twoSlots() throws {
        let region = try newRegion(.twoSlot, small)
        let lease = try lend(region)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        for _ in 0..<2 { try publishNext(&writer) }
        #expect(reader.acquire() == nil)
        lease.giveBack()
        #expect(reader.acquire()?.id == 3)
    }
}

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
                let bytes = UnsafeRawBufferPointer(memory)
                let reading = unsafe Witness.read(bytes.bytes, size: size, pitch: size.pitch)
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
        reader.withCurrentToSpoil { bytes in
            unsafe bytes.withUnsafeMutableBytes { unsafe $0[5] ^= 0xFF }
        }
        #expect(record.checksum != reader.checksumOfCurrent())
        try publishNext(&writer)
        let next = reader.acquire()
        #expect(next?.checksum == reader.checksumOfCurrent())
    }
}
