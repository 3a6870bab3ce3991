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
