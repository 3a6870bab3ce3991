internal import Synchronization
internal import WeldPlatform

// The three-slot exchange, whole on this page: its words, its writer, its reader, and what becomes of
// a dead writer's slot. `Model/three-slot.pml` says the same as a model, which `CI/model.sh` proves.

/// Where the three-slot protocol keeps its words (viewport.md#the-default).
///
/// At every instant each slot belongs to exactly one of writer, reader and mailbox. Each word is
/// alone on its cache line. The words that one side only publishes for people and for its
/// successor are its mirror: the mailbox alone decides.
enum ThreeSlot {
    /// Which writer the region has or awaits, counted from 1; only the region's owner changes it.
    static let epoch = 64
    /// The word that is exchanged: a ``MailboxWord``.
    static let mailbox = 128
    /// The writer's slot as the writer says, or as the owner hands it to the next writer.
    static let writerMirror = 256
    /// The reader's slot as the reader says.
    static let readerMirror = 384

    /// Offsets in a slot's record.
    enum RecordOffset {
        static let id = 0
        static let completed = 8
        static let epoch = 16
        /// Bit 0: there is a checksum.
        static let flags = 20
        static let checksum = 24
    }

    /// Offset of a slot's record: 512, 640, 768.
    static func recordOffset(_ slot: Int) -> Int { 512 + 128 * slot }

    /// The slots at the start: writer 0, mailbox 1 and not new, reader 2.
    static let firstReaderSlot: UInt32 = 2

    /// Writes the words of a new region.
    static func begin(in region: ViewportRegion) {
        region.store32(1, at: epoch)
        region.store32(MailboxWord(slot: 1, isNew: false, generation: 0).rawValue, at: mailbox)
        region.store32(0, at: writerMirror)
        region.store32(firstReaderSlot, at: readerMirror)
    }

    /// Whether a number is one of a slot.
    static func isSlot(_ number: UInt32) -> Bool { number < 3 }
}

/// The mailbox of the three-slot protocol: which slot lies in it, and whether its picture was
/// taken out before.
struct MailboxWord: Equatable, Sendable {
    /// Bits 0 and 1 the slot, bit 2 NEW, the rest the generation.
    let rawValue: UInt32

    /// Takes a word as the peer left it: its slot may be 3, which is none.
    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Makes a word; of the generation the low 29 bits are kept.
    init(slot: UInt32, isNew: Bool, generation: UInt32) {
        rawValue = generation << 3 | (isNew ? 4 : 0) | slot & 3
    }

    var slot: UInt32 { rawValue & 3 }
    var isNew: Bool { rawValue & 4 != 0 }
    /// Counts the publications of a writer; nothing is decided by it.
    var generation: UInt32 { rawValue >> 3 }
}

/// The writer of the three-slot protocol: it draws into its own slot, then exchanges it for
/// whatever lies in the mailbox.
struct ThreeSlotWriter: Sendable {
    let region: ViewportRegion
    /// The slot that is the writer's own.
    private(set) var slot: Int
    /// Which writer of the region this is.
    let epoch: UInt32
    private(set) var nextID: UInt64
    private let checksums: Bool
    private var generation: UInt32 = 0

    /// Takes the slot that the region's owner left for its next writer.
    init(_ region: ViewportRegion, checksums: Bool) throws(ViewportError) {
        self.region = region
        self.checksums = checksums
        epoch = region.load32(ThreeSlot.epoch)
        let own = region.load32(ThreeSlot.writerMirror)
        let mailbox = MailboxWord(rawValue: region.load32(ThreeSlot.mailbox))
        guard ThreeSlot.isSlot(own), own != mailbox.slot else { throw .wrongSlot(own) }
        guard ThreeSlot.isSlot(mailbox.slot) else { throw .wrongSlot(mailbox.slot) }
        slot = Int(own)
        // After every picture that was ever published, also by the writers before.
        nextID = (0..<3).map { region.record(of: $0).id }.reduce(0, max) &+ 1
    }

    /// Publishes what was drawn; `id` is the next one unless a sabotage asks for another.
    mutating func publish(as id: UInt64?) throws(ViewportError) -> FrameRecord {
        let record = FrameRecord(
            id: id ?? nextID, completedNanoseconds: MonotonicClock.now(), epoch: epoch,
            checksum: checksums ? region.slots.checksum(of: slot) : nil)
        region.setRecord(of: slot, to: record)
        generation &+= 1
        let own = UInt32(slot)
        let word = MailboxWord(slot: own, isNew: true, generation: generation)
        let taken = MailboxWord(
            rawValue: region.exchange32(word.rawValue, at: ThreeSlot.mailbox))
        guard ThreeSlot.isSlot(taken.slot), taken.slot != own else {
            throw .wrongSlot(taken.slot)
        }
        slot = Int(taken.slot)
        region.store32(taken.slot, at: ThreeSlot.writerMirror)
        region.ring()
        nextID &+= 1
        return record
    }
}

/// The reader of the three-slot protocol: when the mailbox holds a new picture, it exchanges its
/// own slot for it, and the slot stays its own until the next exchange.
struct ThreeSlotReader: Sendable {
    let region: ViewportRegion
    /// The slot whose picture was acquired; nil before the first.
    private(set) var slot: Int?
    /// How often the peer's word named a slot that cannot be.
    private(set) var refusedWords: UInt64 = 0
    /// How many pictures were refused because another writer drew them than the one in charge.
    private(set) var refusedPictures: UInt64 = 0
    private var own: UInt32
    /// The word of the picture that was refused last: each is counted once.
    private var refused: UInt32?

    init(_ region: ViewportRegion) {
        self.region = region
        own = region.readerSlot.settled ?? ThreeSlot.firstReaderSlot
    }

    mutating func acquire() -> FrameRecord? {
        let seen = MailboxWord(rawValue: region.load32(ThreeSlot.mailbox))
        guard seen.isNew else { return nil }
        guard isPossible(seen) else { return refuse() }
        // Looked at before it is taken, so that the reader keeps the picture that it has.
        guard isInCharge(region.record(of: Int(seen.slot))) else {
            return refusePicture(of: seen)
        }
        region.readerSlot.beginExchange()
        let back = MailboxWord(slot: own, isNew: false, generation: seen.generation)
        let taken = MailboxWord(
            rawValue: region.exchange32(back.rawValue, at: ThreeSlot.mailbox))
        guard isPossible(taken) else {
            region.readerSlot.settle(own)
            return refuse()
        }
        own = taken.slot
        region.readerSlot.settle(own)
        region.store32(own, at: ThreeSlot.readerMirror)
        slot = Int(own)
        guard taken.isNew else { return refuse() }
        let record = region.record(of: Int(own))
        guard isInCharge(record) else {
            // It came between the look and the exchange, and has taken the place of the other.
            slot = nil
            return refusePicture(of: taken)
        }
        return record
    }

    private func isInCharge(_ record: FrameRecord) -> Bool {
        region.writerInCharge.admits(record.epoch, named: region.epoch)
    }

    private mutating func refusePicture(of word: MailboxWord) -> FrameRecord? {
        if refused != word.rawValue { refusedPictures += 1 }
        refused = word.rawValue
        return nil
    }

    /// Whether a mailbox holds a picture that can be taken.
    ///
    /// By the region's word of whose the slot is, because a copy of the reader that only waits does
    /// not learn of what another takes.
    func isNews(_ word: UInt32) -> Bool {
        let word = MailboxWord(rawValue: word)
        return word.isNew && ThreeSlot.isSlot(word.slot) && word.slot != region.readerSlot.settled
    }

    private func isPossible(_ word: MailboxWord) -> Bool {
        ThreeSlot.isSlot(word.slot) && word.slot != own
    }

    /// Only a peer that breaks the protocol leads here: its picture is ignored.
    private mutating func refuse() -> FrameRecord? {
        refusedWords += 1
        return nil
    }
}

/// The reader's slot where its process can see it and the peer cannot touch it, and how often it is
/// lent.
///
/// Between the announcement of an exchange and its end the slot is unsettled; whoever settles the
/// succession of a writer on another thread looks again then.
final class ReaderSlot: Sendable {
    private static let unsettled: UInt32 = 4
    private let word = Atomic<UInt32>(ThreeSlot.firstReaderSlot)
    private let leases = Atomic<Int>(0)

    /// The slot; nil in the middle of an exchange.
    var settled: UInt32? {
        let value = word.load(ordering: .acquiring)
        return value < Self.unsettled ? value : nil
    }

    /// Announces an exchange; being one that releases, it makes this visible before itself.
    func beginExchange() { word.store(Self.unsettled, ordering: .relaxed) }

    /// Ends an exchange, or begins with a slot.
    func settle(_ slot: UInt32) { word.store(slot, ordering: .releasing) }

    /// Whether anybody still reads the slot; when not, all their reads are over.
    var isLent: Bool { leases.load(ordering: .acquiring) > 0 }

    /// Lends the slot once more.
    func lend() { leases.wrappingAdd(1, ordering: .relaxed) }

    /// One of those to whom it was lent has read.
    func takeBack() { leases.wrappingSubtract(1, ordering: .releasing) }
}

extension ViewportRegion {
    /// Prepares a region for its next writer, after the last one is certainly dead: gives it the
    /// third slot and the number `epoch` (viewport.md#crash-rules).
    ///
    /// Reader's slot and mailbox are known, so the third slot was the dead writer's, wherever in
    /// its work it died: the mailbox alone says whether its last exchange happened. The reader may
    /// go on meanwhile, on a thread of its own process. A mailbox that the dead writer left with
    /// nonsense is made anew. What it published last and nobody took is never taken: from here on
    /// only pictures of the new number are (viewport.md#crash-rules). Two slots need
    /// no such thing and have no place for an epoch.
    public func succeedWriter(as epoch: UInt32) {
        guard layout.version == .threeSlot else { return writerInCharge.appoint(epoch) }
        let (mailbox, reader) = settledSlots()
        let writer: UInt32
        if ThreeSlot.isSlot(mailbox), mailbox != reader {
            writer = 3 - mailbox - reader
        } else {
            // The reader refuses such a word and cannot be in the middle of exchanging it.
            writer = (reader + 1) % 3
            let other = (reader + 2) % 3
            let word = MailboxWord(slot: other, isNew: false, generation: 0)
            store32(word.rawValue, at: ThreeSlot.mailbox)
        }
        store32(writer, at: ThreeSlot.writerMirror)
        store32(epoch, at: ThreeSlot.epoch)
        writerInCharge.appoint(epoch)
    }

    /// Which writer the region has or awaits, counted from 1; 0 in two slots, which do not say.
    public var epoch: UInt32 {
        layout.version == .threeSlot ? load32(ThreeSlot.epoch) : 0
    }

    /// Mailbox and reader's slot of one moment.
    ///
    /// Without a writer the reader exchanges at most once
    /// more, so that two equal looks at its slot frame the mailbox.
    private func settledSlots() -> (mailbox: UInt32, reader: UInt32) {
        while true {
            guard let reader = readerSlot.settled else { continue }
            let mailbox = MailboxWord(rawValue: load32(ThreeSlot.mailbox)).slot
            if readerSlot.settled == reader { return (mailbox, reader) }
        }
    }
}
