/// The atomic words of the two-slot protocol (viewport page, Region layout of the milestone).
struct TwoSlotWords: Sendable {
    /// Informational: the slot that was written last.
    let writerSlot: SharedWord<UInt32>
    /// Informational: the slot that was read last.
    let readerSlot: SharedWord<UInt32>
    /// The one that synchronises.
    let lastComplete: SharedWord<UInt32>
    /// The number of commits.
    let frameID: SharedWord<UInt64>

    init(_ region: ViewportRegion) {
        writerSlot = region.word32(24)
        readerSlot = region.word32(28)
        lastComplete = region.word32(32)
        frameID = region.word64(40)
    }

    /// The complete slot; the peer's word is masked, never believed.
    func completeSlot() -> Int { Int(lastComplete.loadAcquiring() & 1) }
}
