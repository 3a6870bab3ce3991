/// Booleans and padding as the wire page allows them and few would write them: anything but 0 is true,
/// and what stands in padding is ignored (wire-protocol.md#frame).
///
/// A stub that reads them otherwise takes a consent for a refusal, or the other way round.
enum OddTruth {
    /// Bytes that all say yes: the usual one, one whose lowest bit is not set, one that is negative
    /// where it is read with a sign, and one that is both odd and negative.
    static let truths: [UInt8] = [1, 2, 0x80, 0xFF]

    /// What stands in padding that is not zero.
    static let dirt: UInt8 = 0xA5

    /// Returns the byte of a boolean; the number chooses among those that say the same.
    static func byte(_ isTrue: Bool, by number: UInt64) -> UInt8 {
        isTrue ? truths[Int(number % UInt64(truths.count))] : 0
    }

    /// Returns so many bytes of padding, of half of the numbers the zeros that everybody writes.
    static func padding(_ count: Int, by number: UInt64) -> [UInt8] {
        [UInt8](repeating: isClean(number) ? 0 : dirt, count: count)
    }

    /// Returns a boolean and the seven bytes of padding behind it, as one word.
    static func word(_ isTrue: Bool, by number: UInt64) -> UInt64 {
        UInt64(byte(isTrue, by: number)) | (isClean(number) ? 0 : dirtyWord)
    }

    private static let dirtyWord: UInt64 = 0xA5A5_A5A5_A5A5_A500

    private static func isClean(_ number: UInt64) -> Bool {
        number / UInt64(truths.count) % 2 == 0
    }
}
