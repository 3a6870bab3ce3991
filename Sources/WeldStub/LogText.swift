/// Makes text of others fit for a line of a log (platform.md#log).
///
/// What a peer, a path or an option says may hold a line feed, so that its rest looks like a line of
/// this program, or characters that a terminal obeys or does not show.
enum LogText {
    /// Returns the text on one line, at most so many bytes of UTF-8 long: what moves along or ends a
    /// line is a space, and what cannot be seen is spelled, as in `\u{1B}`.
    static func line(_ text: String, limit: Int) -> String {
        var line = ""
        // As much of it as stands before the mark of a cut.
        var beginning = 0
        for scalar in text.unicodeScalars {
            let piece = isSeen(scalar) ? String(scalar) : spelled(scalar)
            guard line.utf8.count + piece.utf8.count <= limit else {
                return String(decoding: line.utf8.prefix(beginning), as: UTF8.self) + cut
            }
            line += piece
            if line.utf8.count <= limit - cut.utf8.count { beginning = line.utf8.count }
        }
        return line
    }

    /// What stands at the end of a line that was longer.
    private static let cut = " [...]"

    /// Control (Cc) and format characters (Cf, the marks that turn the direction of writing among
    /// them), separators of lines and paragraphs, and what is ignored where it is not known.
    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
            return false
        default:
            return !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func spelled(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: " "
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}
