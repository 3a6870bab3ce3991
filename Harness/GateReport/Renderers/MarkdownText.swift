import GateKit

/// Spells text of others so that GitHub's Markdown shows it and does nothing else with it
/// (report.md#text-of-others).
enum MarkdownText {
    /// Returns a text as words of one line: nothing in it ends a cell, opens a tag or an entity,
    /// shows a picture, leads somewhere, or begins code, emphasis or a formula.
    static func words(_ text: String) -> String {
        let scalars = Array(PrintableText.line(text).unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : " "
            let after = index + 1 < scalars.count ? scalars[index + 1] : " "
            switch scalar {
            case "\\", "`", "*", "|", "[", "~", "$":
                result.append("\\")
                result.append(scalar)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case "&" where after == "#" || isWord(after):
                result.append(contentsOf: "&amp;".unicodeScalars)
            // Within a word it is a letter.
            case "_" where !isWord(before) || !isWord(after),
                // Addresses become links by themselves.
                "/" where before == ":" && after == "/",
                "." where endsWithWWW(scalars[..<index]):
                result.append("\\")
                result.append(scalar)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Returns a text as code within a line; nothing in it ends that or a cell.
    static func code(_ text: String) -> String {
        let line = PrintableText.line(text).replacing("|", with: "\\|")
        let fence = fence(around: line, atLeast: 1)
        // One space beside each fence is taken away again.
        let space = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
        return fence + space + line + space + fence
    }

    /// Returns lines as a block of code, which nothing in them ends.
    static func block(_ text: String) -> String {
        let lines = PrintableText.lines(text)
        let fence = fence(around: lines, atLeast: 3)
        return "\(fence)\n\(lines)\n\(fence)"
    }

    /// Returns spelled words where a paragraph or an item begins: what would be a heading, a list, a
    /// quotation, a rule or indented code there stays words.
    static func atStart(_ words: String) -> String {
        let line = words.drop { $0 == " " }
        guard let first = line.unicodeScalars.first else { return String(line) }
        if "#>+-=".unicodeScalars.contains(first) { return "\\" + line }
        // A number with a point or a bracket behind it.
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        let rest = line.dropFirst(digits.count)
        guard !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")",
            rest.dropFirst().first.map({ $0 == " " }) ?? true
        else { return String(line) }
        return digits + "\\" + rest
    }

    /// More backticks than the text has in a row.
    private static func fence(around text: String, atLeast least: Int) -> String {
        var longest = 0
        var length = 0
        for scalar in text.unicodeScalars {
            length = scalar == "`" ? length + 1 : 0
            longest = max(longest, length)
        }
        return String(repeating: "`", count: max(least, longest + 1))
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private static func endsWithWWW(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        String(String.UnicodeScalarView(scalars.suffix(3))).lowercased() == "www"
    }
}
