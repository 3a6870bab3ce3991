internal import WeldPlatform

/// The writer of the milestone's protocol: its next slot is the one that is not complete.
///
/// Nothing tells it that a reader is still in that slot: only time protects the picture.
struct TwoSlotWriter: Sendable {
    let region: ViewportRegion
    private(set) var slot = 0

    init(_ region: ViewportRegion) {
        self.region = region
    }

    var nextID: UInt64 { region.load64(TwoSlot.frameID) &+ 1 }

    /// Chooses the slot to draw into.
    mutating func begin() {
        slot = (TwoSlot.completeSlot(of: region) + 1) % ViewportProtocol.twoSlot.slotCount
    }

    func publish() -> FrameRecord {
        let now = MonotonicClock.now()
        region.store32(UInt32(slot), at: TwoSlot.writerSlot)
        region.store32(UInt32(slot), at: TwoSlot.lastComplete)
        let id = region.increment64(TwoSlot.frameID)
        region.ring()
        return FrameRecord(id: id, completedNanoseconds: now)
    }
}
