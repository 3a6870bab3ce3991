/// The sum over what a reader sees of an element: FNV-1a over its UTF-16, white space left out.
///
/// It protects against accidents and names what was changed; it is no signature, which a page that
/// carries its own rule cannot have (report.md#the-page-checks-itself).
enum PageSum {
    /// Returns the sum of an element's content, in hexadecimal digits.
    ///
    /// - Parameters:
    ///   - content: What stands in the element, as this renderer writes it.
    ///   - isMarkup: Whether there are elements and names of characters in it; not so in a script.
    static func of(_ content: String, isMarkup: Bool = true) -> String {
        var hash: UInt32 = 0x811C_9DC5
        func add(_ unit: UInt16) {
            hash = (hash ^ UInt32(unit & 0xFF)) &* 0x0100_0193
            hash = (hash ^ UInt32(unit >> 8)) &* 0x0100_0193
        }
        var isTag = false
        var rest = content.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if isTag {
                isTag = scalar != ">"
            } else if isMarkup, scalar == "<" {
                isTag = true
            } else if isMarkup, scalar == "&", let end = rest.firstIndex(of: ";") {
                add(character(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            } else if !isWhitespace(scalar) {
                for unit in UTF16.encode(scalar) ?? .init() { add(unit) }
            }
        }
        return String(hash, radix: 16)
    }

    /// Most of a page is ASCII, for which nobody need ask the tables of all characters.
    private static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? (0x09...0x0D).contains(scalar.value) || scalar == " "
            : scalar.properties.isWhitespace
    }

    /// The character of a name that ``HTML/escaped(_:)`` writes.
    private static func character(_ name: String) -> UInt16 {
        switch name {
        case "amp": 0x26
        case "lt": 0x3C
        case "gt": 0x3E
        case "quot": 0x22
        default: 0x27
        }
    }
}
