/// Text in a field of a fixed width: NUL-terminated, zero-filled, cut between two characters where
/// it is too long, and read up to the first NUL or the whole width (wire-protocol.md#frame).
public enum FixedText {
    /// Returns what a sender must write of a text.
    ///
    /// A character stands for a Unicode scalar: whatever the width, a reader must find UTF-8.
    public static func field(of text: String, width: Int) -> [UInt8] {
        let bytes = Array(text.utf8.prefix { $0 != 0 })
        var length = min(bytes.count, width - 1)
        // A byte 10xxxxxx goes on with a character: there is no cut before it.
        while length < bytes.count, length > 0, bytes[length] & 0xC0 == 0x80 { length -= 1 }
        return Array(bytes.prefix(length)) + Array(repeating: 0, count: width - length)
    }

    /// Returns what a reader must make of a field; bytes that are no UTF-8 become U+FFFD.
    public static func text(of field: some Collection<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Returns what is wrong with a field as it was sent, in words that go on behind its name; nil
    /// where nothing is.
    public static func fault(in field: some Collection<UInt8>) -> String? {
        let text = field.prefix { $0 != 0 }
        if text.count == field.count { return "has no NUL at its end" }
        if field.dropFirst(text.count).contains(where: { $0 != 0 }) {
            return "has bytes behind its NUL"
        }
        return String(validating: text, as: UTF8.self) == nil ? "is no UTF-8" : nil
    }
}
