/// Text in a field of fixed width (wire-protocol.md#frame).
///
/// Written NUL-terminated, zero-filled and, when too long, cut at a character's boundary in
/// UTF-8. Read up to the first NUL or the whole width.
public enum FixedText {
    /// Returns a text as the bytes of a field, with at least one NUL at the end.
    ///
    /// A NUL inside the text ends it, as every reader would.
    public static func encode<let width: Int>(_ text: String) -> InlineArray<width, UInt8> {
        var field = InlineArray<width, UInt8>(repeating: 0)
        var length = 0
        for scalar in text.unicodeScalars {
            let encoded = UTF8.encode(scalar)
            guard scalar.value != 0, let encoded, length + encoded.count < width else { break }
            for byte in encoded {
                field[length] = byte
                length += 1
            }
        }
        return field
    }

    /// Returns the text of a field; bytes that are not UTF-8 come out as U+FFFD.
    public static func decode<let width: Int>(_ field: InlineArray<width, UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width)
        for index in field.indices {
            guard field[index] != 0 else { break }
            bytes.append(field[index])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
