internal import WeldPlatform

/// The words of the two-slot protocol (viewport.md#two-slots).
enum TwoSlot {
    /// Informational: the slot that was written last.
    static let writerSlot = 24
    /// Informational: the slot that was read last.
    static let readerSlot = 28
    /// The one that synchronises.
    static let lastComplete = 32
    /// The number of commits, 64 bits.
    static let frameID = 40

    /// The complete slot; the peer's word is masked, never believed.
    static func completeSlot(of region: ViewportRegion) -> Int {
        Int(region.load32(lastComplete) & 1)
    }
}

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

/// The reader of the milestone's protocol.
///
/// Its picture can be torn, and its id can belong to the next one: the slot is looked up first and
/// the counter second, as the original does it. The witness in the rows tells both.
struct TwoSlotReader: Sendable {
    let region: ViewportRegion
    private(set) var slot: Int?
    private var lastID: UInt64 = 0

    init(_ region: ViewportRegion) {
        self.region = region
    }

    mutating func acquire() -> FrameRecord? {
        let complete = TwoSlot.completeSlot(of: region)
        let id = region.load64(TwoSlot.frameID)
        guard id != lastID, region.writerInCharge.isAnybody else { return nil }
        region.store32(UInt32(complete), at: TwoSlot.readerSlot)
        slot = complete
        lastID = id
        return FrameRecord(id: id)
    }

    /// Whether the low half of the counter says that there is a picture which was not read.
    func isNews(_ counter: UInt32) -> Bool { counter != UInt32(truncatingIfNeeded: lastID) }
}
