/// The generator of everything random in a run (SplitMix64): the same seed gives the same bytes
/// on every platform (gates.md#rule-4).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the sequence that belongs to the seed.
    public init(seed: UInt64) {
        state = seed
    }

    /// Returns the next 64 bits.
    @inlinable
    public mutating func next() -> UInt64 {
        advance()
    }

    /// Returns a seed for a part that must not share this sequence, such as one attempt.
    public static func derive(_ seed: UInt64, _ index: UInt64) -> UInt64 {
        var generator = SeededGenerator(seed: seed &+ index &* 0xd1b5_4a32_d192_ed03)
        return generator.next()
    }

    @usableFromInline
    mutating func advance() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
