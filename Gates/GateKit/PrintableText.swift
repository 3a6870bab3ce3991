/// Makes text of others fit for a terminal and a log: the one place where the judge does so
/// (report.md#text-of-others).
///
/// Text of others is whatever a subject, a store, a path, an option, a tool or a host's name says.
/// It may move the cursor, colour a word, hide what stands before it, turn the direction of
/// writing, or begin a line that looks like one of the judge's.
public enum PrintableText {
    /// Returns the text on one line: what ends a line or moves along it is a space, and what cannot
    /// be seen is spelled, as in `\u{1B}`.
    public static func line(_ text: String) -> String {
        // Nearly everything is printable.
        guard text.unicodeScalars.contains(where: { !isPrintable($0) }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isPrintable(scalar) {
                result.unicodeScalars.append(scalar)
            } else if isSpace(scalar) {
                result += " "
            } else {
                result += spelled(scalar)
            }
        }
        return result
    }

    /// Returns the text with its line feeds, every line of it printable.
    public static func lines(_ text: String) -> String {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line(String($0)) }.joined(separator: "\n")
    }

    /// Returns the same for a text that the judge itself has coloured: the colours stay.
    public static func lines(_ text: String, keeping colours: [String]) -> String {
        guard let colour = colours.first else { return lines(text) }
        return text.split(separator: colour, omittingEmptySubsequences: false)
            .map { lines(String($0), keeping: Array(colours.dropFirst())) }
            .joined(separator: colour)
    }

    /// Returns a JSON document with every character that is not printable escaped in its strings;
    /// the line feeds of its layout stay.
    public static func json(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if isPrintable(scalar) || scalar == "\n" {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 { result += "\\u" + hex(UInt32(unit), digits: 4) }
            }
        }
        return result
    }

    /// Whether a terminal shows the character and does nothing else.
    ///
    /// Control (Cc), format (Cf, bidirectional marks among them), line and paragraph separators, and
    /// whatever else is ignored where it is not known: fillers, selectors and tags.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
            return false
        default:
            // Emoji have a selector of their own.
            return !scalar.properties.isDefaultIgnorableCodePoint || scalar.value == 0xFE0F
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        ["\n", "\r", "\t", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
    }

    private static func spelled(_ scalar: Unicode.Scalar) -> String {
        "\\u{" + hex(scalar.value, digits: 2) + "}"
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

/// A command that a person may paste into a shell.
public enum ShellWords {
    /// Joins words so that a shell reads them as they are.
    public static func line(_ words: [String]) -> String {
        words.map(quoted).joined(separator: " ")
    }

    /// Returns a word so that a shell reads it as it is; in quotes only where it needs them.
    public static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                || "-_./=:,+@%".unicodeScalars.contains($0)
        }
        return isPlain && !word.isEmpty
            ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
