import GateKit
import Testing

/// What others say, on the judge's terminal and in its log (report.md#text-of-others).
@Suite("Printable text")
struct PrintableTextTests {
    @Test(
        "what a terminal obeys or does not show is spelled, whichever character it is",
        arguments: [
            // Control characters of both sets: a C1 one is a whole sequence of its own.
            ("\u{0}", "\\u{00}"), ("\u{7}", "\\u{07}"), ("\u{8}", "\\u{08}"),
            ("\u{1B}[2J", "\\u{1B}[2J"), ("\u{1B}]0;title\u{7}", "\\u{1B}]0;title\\u{07}"),
            ("\u{7F}", "\\u{7F}"), ("\u{9B}31m", "\\u{9B}31m"), ("\u{90}", "\\u{90}"),
            // Direction of writing.
            ("\u{202E}", "\\u{202E}"), ("\u{2066}", "\\u{2066}"), ("\u{200F}", "\\u{200F}"),
            ("\u{061C}", "\\u{61C}"),
            // Nothing to see.
            ("\u{200B}", "\\u{200B}"), ("\u{FEFF}", "\\u{FEFF}"), ("\u{AD}", "\\u{AD}"),
            ("\u{3164}", "\\u{3164}"), ("\u{E0041}", "\\u{E0041}"), ("\u{034F}", "\\u{34F}"),
        ])
    func spelled(text: String, expected: String) {
        #expect(PrintableText.line("a\(text)b") == "a\(expected)b")
    }

    @Test(
        "what ends a line or moves along it is a space",
        arguments: ["\n", "\r", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"])
    func spaces(text: String) {
        #expect(PrintableText.line("a\(text)b") == "a b")
    }

    @Test("a line feed behind a carriage return hides neither")
    func carriageReturn() {
        #expect(PrintableText.line("a\r\nb") == "a  b")
        #expect(PrintableText.lines("a\r\nb\n\nc") == "a \nb\n\nc")
    }

    @Test("the judge's own colours stay, and nobody else's sequences")
    func colours() {
        let text = "\u{1B}[31mNO-GO\u{1B}[0m \u{1B}[2J\na\u{1B}[31"
        #expect(
            PrintableText.lines(text, keeping: ["\u{1B}[31m", "\u{1B}[0m"])
                == "\u{1B}[31mNO-GO\u{1B}[0m \\u{1B}[2J\na\\u{1B}[31")
    }

    @Test(
        "what people write stays as it is",
        arguments: ["", "plain", "11.9 µs", "café", "日本語", "e\u{301}", "⚠️", "a  b", "\\u{1B}"])
    func kept(text: String) {
        #expect(PrintableText.line(text) == text)
    }

    @Test("no scalar of any plane comes through that is of a kind that must not")
    func everyScalar() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let kind = scalar.properties.generalCategory
            guard [.control, .format, .lineSeparator, .paragraphSeparator].contains(kind) else {
                continue
            }
            #expect(!PrintableText.line(String(scalar)).unicodeScalars.contains(scalar))
        }
    }

    @Test("a JSON document stays the same document, and is printable")
    func json() {
        let text = PrintableText.json("{\n  \"a\" : \"\u{9B}\u{202E}é\u{E0041}\"\n}")
        #expect(text == "{\n  \"a\" : \"\\u009B\\u202Eé\\uDB40\\uDC41\"\n}")
    }
}
