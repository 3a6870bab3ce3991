/// Random payloads without a system call each (SplitMix64): the same seed gives the same bytes on
/// every platform (gates.md#rule-4).
struct PayloadGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the sequence of a seed, or one that nobody can repeat.
    init(seed: UInt64 = .random(in: 0...UInt64.max)) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
