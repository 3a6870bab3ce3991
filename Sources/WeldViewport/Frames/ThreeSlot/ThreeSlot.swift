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
