// Unsafe code: pixels are summed up through a lent pointer.

/// A fast sum of a picture's bytes that depends on their order; no defence against malice.
enum PixelChecksum {
    /// Sums up a picture, a whole number of 32-bit pixels.
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        precondition(bytes.count % 4 == 0, "not pixels")
        // Four sums side by side: one alone waits for its own multiplication.
        var sums: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
        let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while offset + 32 <= bytes.count {
            unsafe sums.0 = (sums.0 ^ bytes.load(fromByteOffset: offset, as: UInt64.self)) &* prime
            unsafe sums.1 =
                (sums.1 ^ bytes.load(fromByteOffset: offset + 8, as: UInt64.self)) &* prime
            unsafe sums.2 =
                (sums.2 ^ bytes.load(fromByteOffset: offset + 16, as: UInt64.self)) &* prime
            unsafe sums.3 =
                (sums.3 ^ bytes.load(fromByteOffset: offset + 24, as: UInt64.self)) &* prime
            offset += 32
        }
        var sum = UInt64(bytes.count)
        for part in [sums.0, sums.1, sums.2, sums.3] { sum = mix(sum ^ part) }
        while offset < bytes.count {
            sum = unsafe mix(sum ^ UInt64(bytes.load(fromByteOffset: offset, as: UInt32.self)))
            offset += 4
        }
        return sum
    }

    /// Spreads every bit over the whole word.
    private static func mix(_ value: UInt64) -> UInt64 {
        var value = (value ^ value >> 32) &* 0xD6E8_FEB8_6659_FD93
        value = (value ^ value >> 32) &* 0xD6E8_FEB8_6659_FD93
        return value ^ value >> 32
    }
}
