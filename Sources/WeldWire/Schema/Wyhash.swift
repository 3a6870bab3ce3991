/// 64-bit Wyhash, the variant of Zig's standard library (wire-protocol.md#schema-hash).
public enum Wyhash {
    private static let secret0: UInt64 = 0xa076_1d64_78bd_642f
    private static let secret1: UInt64 = 0xe703_7ed1_a0b4_28db
    private static let secret2: UInt64 = 0x8ebc_6af0_9c88_c6e3
    private static let secret3: UInt64 = 0x5899_65cc_7537_4cc3

    /// Returns the hash of a text's UTF-8 bytes.
    public static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 {
        hash(Array(text.utf8).span, seed: seed)
    }

    /// Returns the hash of bytes.
    public static func hash(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
        var state0 = seed ^ mix(seed ^ secret0, secret1)
        let a: UInt64
        let b: UInt64
        if bytes.count <= 16 {
            (a, b) = short(bytes)
        } else {
            let rest = rounds(bytes, state: &state0)
            var index = rest
            while index + 16 < bytes.count {
                state0 = mix(word(bytes, index) ^ secret1, word(bytes, index + 8) ^ state0)
                index += 16
            }
            a = word(bytes, bytes.count - 16)
            b = word(bytes, bytes.count - 8)
        }
        let (high, low) = (a ^ secret1).multipliedFullWidth(by: b ^ state0)
        return mix(low ^ secret0 ^ UInt64(bytes.count), high ^ secret1)
    }

    /// Folds whole blocks of 48 bytes into the state, all but a last full one, and returns the
    /// offset of the rest.
    private static func rounds(_ bytes: Span<UInt8>, state state0: inout UInt64) -> Int {
        guard bytes.count >= 48 else { return 0 }
        var state1 = state0
        var state2 = state0
        var index = 0
        while index + 48 < bytes.count {
            state0 = mix(word(bytes, index) ^ secret1, word(bytes, index + 8) ^ state0)
            state1 = mix(word(bytes, index + 16) ^ secret2, word(bytes, index + 24) ^ state1)
            state2 = mix(word(bytes, index + 32) ^ secret3, word(bytes, index + 40) ^ state2)
            index += 48
        }
        state0 ^= state1 ^ state2
        return index
    }

    /// The two words that stand for at most 16 bytes.
    private static func short(_ bytes: Span<UInt8>) -> (UInt64, UInt64) {
        let count = bytes.count
        if count >= 4 {
            let quarter = (count >> 3) << 2
            let end = count - 4
            return (
                half(bytes, 0) << 32 | half(bytes, quarter),
                half(bytes, end) << 32 | half(bytes, end - quarter)
            )
        }
        guard count > 0 else { return (0, 0) }
        let first = UInt64(bytes[0]) << 16
        return (first | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count - 1]), 0)
    }

    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (high, low) = a.multipliedFullWidth(by: b)
        return high ^ low
    }

    /// Eight bytes, little-endian.
    private static func word(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
        half(bytes, offset) | half(bytes, offset + 4) << 32
    }

    /// Four bytes, little-endian.
    private static func half(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<4 {
            value |= UInt64(bytes[offset + index]) << UInt64(8 * index)
        }
        return value
    }
}
