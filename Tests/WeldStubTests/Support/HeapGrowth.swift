import WeldStub

/// Whether a heap grew by what `leak-per-error` loses, or only breathed.
///
/// What a stub holds at one moment differs by some kilobytes with what its threads are doing, so
/// one figure is not compared with another to the byte: many connections are, and between what a
/// healthy stub gains over them and what a leaking one does lies half of the leak.
enum HeapGrowth {
    /// How many broken connections tell one from the other.
    static let connections = 32
    /// The first ones warm the allocator up.
    private static let warmUp = 2

    /// Whether more than half of 4 KiB a connection was lost.
    static func isLeak(_ uses: [UInt64]) -> Bool {
        let leaked = UInt64(connections - 1 - warmUp) * UInt64(WireFaults.leakedBytes)
        return uses[connections - 1] > uses[warmUp] + leaked / 2
    }
}
