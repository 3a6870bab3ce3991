/// Draws pictures into a region: one writer a region.
///
/// Two slots: the next slot is the one that is not complete; publishing names it complete. Nothing
/// tells the writer that a reader is still in it: only time protects the picture.
public struct ViewportWriter: Sendable {
    private let region: ViewportRegion
    private let words: TwoSlotWords
    private var slot: Int

    /// Begins to write into a region, after the frames that it already holds.
    public init(_ region: ViewportRegion) {
        self.region = region
        words = TwoSlotWords(region)
        slot = 0
    }

    /// The id that the next published frame gets, counted from 1.
    public var nextID: UInt64 { words.frameID.loadAcquiring() &+ 1 }

    /// Lends the slot that nobody was told to read.
    public mutating func draw(_ body: (PictureCanvas) -> Void) {
        slot = (words.completeSlot() + 1) % ViewportProtocol.twoSlot.slotCount
        region.slots.draw(in: slot, body)
    }

    /// Publishes what was drawn and returns its id.
    public mutating func publish() -> UInt64 {
        words.writerSlot.storeReleasing(UInt32(slot))
        words.lastComplete.storeReleasing(UInt32(slot))
        return words.frameID.incrementReleasing()
    }
}
