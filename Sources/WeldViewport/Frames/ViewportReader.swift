/// Reads pictures out of a region: one reader a region.
///
/// Two slots: the picture can be torn, and its id can belong to the next one. The witness in its
/// rows tells both.
public struct ViewportReader: Sendable {
    private let region: ViewportRegion
    private let words: TwoSlotWords
    /// The id that was read last; 0 before the first.
    public private(set) var lastID: UInt64 = 0

    /// Begins to read a region.
    public init(_ region: ViewportRegion) {
        self.region = region
        words = TwoSlotWords(region)
    }

    /// Copies the newest picture out and returns its id; nil when there is none that was not
    /// copied before.
    ///
    /// The buffer must have the region's size.
    public mutating func copyNewest(to picture: borrowing PictureBuffer) -> UInt64? {
        precondition(picture.size == region.layout.size, "not a buffer for this region")
        let slot = words.completeSlot()
        let id = words.frameID.loadAcquiring()
        guard id != lastID else { return nil }
        words.readerSlot.storeReleasing(UInt32(slot))
        region.slots.copy(slot, to: picture)
        lastID = id
        return id
    }
}
