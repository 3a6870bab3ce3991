internal import WeldPlatform

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
