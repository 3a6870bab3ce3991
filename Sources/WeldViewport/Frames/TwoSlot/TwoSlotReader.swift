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
        guard id != lastID else { return nil }
        region.store32(UInt32(complete), at: TwoSlot.readerSlot)
        slot = complete
        lastID = id
        return FrameRecord(id: id)
    }

    /// Whether the low half of the counter says that there is a picture which was not read.
    func isNews(_ counter: UInt32) -> Bool { counter != UInt32(truncatingIfNeeded: lastID) }
}
