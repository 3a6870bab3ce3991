internal import Synchronization

/// The acquired slot while a device reads it where it lies: a slot in flight.
///
/// As long as one of them is out, the slot stays the reader's and nobody writes it: the reader
/// acquires nothing, and a writer's succession goes by the reader's slot. It keeps the mapping
/// alive too, whoever else lets go of the region.
public final class SlotLease: Sendable {
    /// The slot that is lent.
    public let slot: Int
    private let region: ViewportRegion
    private let isOut = Atomic(true)

    init(of slot: Int, in region: ViewportRegion) {
        self.slot = slot
        self.region = region
        region.readerSlot.lend()
    }

    deinit { giveBack() }

    /// Gives the slot back once the device has read it for the last time (its fence has passed).
    ///
    /// From any thread; what comes after the first call does nothing. Whoever waits for a picture
    /// is not woken by it.
    public func giveBack() {
        guard isOut.exchange(false, ordering: .relaxed) else { return }
        region.readerSlot.takeBack()
    }
}
