/// The reader of the three-slot protocol: when the mailbox holds a new picture, it exchanges its
/// own slot for it, and the slot stays its own until the next exchange.
struct ThreeSlotReader: Sendable {
    let region: ViewportRegion
    /// The slot whose picture was acquired; nil before the first.
    private(set) var slot: Int?
    /// How often the peer's word named a slot that cannot be.
    private(set) var refusedWords: UInt64 = 0
    private var own: UInt32

    init(_ region: ViewportRegion) {
        self.region = region
        own = region.readerSlot.settled ?? ThreeSlot.firstReaderSlot
    }

    mutating func acquire() -> FrameRecord? {
        let seen = MailboxWord(rawValue: region.load32(ThreeSlot.mailbox))
        guard seen.isNew else { return nil }
        guard isPossible(seen) else { return refuse() }
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
        return region.record(of: Int(own))
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
