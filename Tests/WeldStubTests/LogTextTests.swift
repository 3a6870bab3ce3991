import Testing

@testable import WeldStub

/// What a peer says, in a stub's log (platform.md#log).
@Suite("Text of a log")
struct LogTextTests {
    @Test(
        "a text stays on its line, and nothing in it drives a terminal",
        arguments: [
            ("a\nweld-editor: all is well", "a weld-editor: all is well"), ("a\r\nb", "a  b"),
            ("\u{1B}[2J", "\\u{1B}[2J"), ("\u{9B}2J", "\\u{9B}2J"), ("a\u{2028}b", "a b"),
            ("\u{202E}abc", "\\u{202E}abc"), ("\u{0}", "\\u{0}"), ("a\u{200B}b", "a\\u{200B}b"),
            ("\u{E0041}", "\\u{E0041}"), ("\u{3164}", "\\u{3164}"), ("µs 日本", "µs 日本"),
        ])
    func line(text: String, expected: String) {
        #expect(LogText.line(text, limit: 4096) == expected)
    }

    @Test("a long text is cut between characters and says so", arguments: ["x", "é", "\u{1B}"])
    func cut(character: String) {
        let line = LogText.line(String(repeating: character, count: 5000), limit: 100)
        #expect(line.utf8.count <= 100 && line.utf8.count > 90)
        #expect(line.hasSuffix(" [...]"))
    }

    @Test("a text that fits is not cut")
    func fits() {
        let text = String(repeating: "x", count: 100)
        #expect(LogText.line(text, limit: 100) == text)
    }
}
