/// The SHA-256 digest of FIPS 180-4, fed in pieces.
///
/// It names binaries and stored samples in reports; own code because neither the C library nor
/// Foundation has one, and a dependency for 80 lines is too dear.
public struct SHA256: Sendable {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    /// Creates the digest of nothing so far.
    public init() {}

    /// Adds bytes.
    public mutating func update(_ bytes: some Sequence<UInt8>) { update(Array(bytes)) }

    /// Adds bytes, whole blocks from where they lie: a store holds many megabytes of text.
    public mutating func update(_ bytes: [UInt8]) {
        var next = 0
        if !pending.isEmpty {
            next = min(64 - pending.count, bytes.count)
            pending += bytes[..<next]
            guard pending.count == 64 else { return }
            compress(pending, at: 0)
            pending.removeAll(keepingCapacity: true)
        }
        while bytes.count - next >= 64 {
            compress(bytes, at: next)
            next += 64
        }
        pending += bytes[next...]
    }

    /// Returns the digest of everything added, as 64 lower-case hexadecimal digits.
    public consuming func finish() -> String {
        let bits = (length + UInt64(pending.count)) * 8
        var tail: [UInt8] = [0x80]
        let filled = (pending.count + 1) % 64
        tail += Array(repeating: 0, count: filled <= 56 ? 56 - filled : 120 - filled)
        tail += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
        update(tail)
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// Returns the digest of the bytes, as 64 lower-case hexadecimal digits.
    public static func digest(_ bytes: some Sequence<UInt8>) -> String {
        var digest = SHA256()
        digest.update(bytes)
        return digest.finish()
    }

    /// Adds numbers, eight bytes each, the most significant one first; a whole block of eight at a
    /// time, because a store holds millions of them.
    public mutating func update(words: [UInt64]) {
        var next = 0
        if pending.isEmpty {
            while words.count - next >= 8 {
                var schedule = InlineArray<64, UInt32>(repeating: 0)
                for index in 0..<8 {
                    let word = words[next + index]
                    schedule[2 * index] = UInt32(truncatingIfNeeded: word >> 32)
                    schedule[2 * index + 1] = UInt32(truncatingIfNeeded: word)
                }
                compress(&schedule)
                next += 8
            }
        }
        update(
            words[next...].flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
            })
    }

    private mutating func compress(_ bytes: [UInt8], at start: Int) {
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        for index in 0..<16 {
            let at = start + index * 4
            schedule[index] =
                UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16
                | UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])
        }
        compress(&schedule)
    }

    /// Completes a schedule whose first 16 words are the block's, and takes it in.
    private mutating func compress(_ schedule: inout InlineArray<64, UInt32>) {
        length += 64
        for index in 16..<64 {
            let early = schedule[index - 15]
            let late = schedule[index - 2]
            schedule[index] =
                schedule[index - 16]
                &+ (Self.rotate(early, 7) ^ Self.rotate(early, 18) ^ (early >> 3))
                &+ schedule[index - 7]
                &+ (Self.rotate(late, 17) ^ Self.rotate(late, 19) ^ (late >> 10))
        }
        var a = state[0]
        var b = state[1]
        var c = state[2]
        var d = state[3]
        var e = state[4]
        var f = state[5]
        var g = state[6]
        var h = state[7]
        for index in 0..<64 {
            let first =
                h &+ (Self.rotate(e, 6) ^ Self.rotate(e, 11) ^ Self.rotate(e, 25))
                &+ ((e & f) ^ (~e & g)) &+ Self.constants[index] &+ schedule[index]
            let second =
                (Self.rotate(a, 2) ^ Self.rotate(a, 13) ^ Self.rotate(a, 22))
                &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        (word >> count) | (word << (32 - count))
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5,
        0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
        0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
        0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
        0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
        0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3,
        0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5,
        0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
        0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

/// Consecutive indexes as words for a digest: where each run begins and how long it is.
public enum Runs {
    /// Returns two words a run.
    public static func of(_ indexes: [Int64]) -> [UInt64] {
        var words: [UInt64] = []
        var next: Int64?
        for index in indexes {
            if index == next, let last = words.indices.last {
                words[last] += 1
            } else {
                words += [UInt64(bitPattern: index), 1]
            }
            next = index &+ 1
        }
        return words
    }
}

/// Numbers as words for a digest: every bit of each.
public enum BitPatterns {
    /// Returns one word a number.
    public static func of(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }
}
