import Testing
import WeldWire

@Suite("Text of fixed width")
struct FixedTextTests {
    static func bytes(_ text: String) -> [UInt8] {
        let field: InlineArray<8, UInt8> = FixedText.encode(text)
        return field.indices.map { field[$0] }
    }

    static func text(_ bytes: [UInt8]) -> String {
        FixedText.decode(InlineArray<8, UInt8> { $0 < bytes.count ? bytes[$0] : 0 })
    }

    @Test(
        "it is NUL-terminated, zero-filled and cut at a character",
        arguments: [
            ("", []), ("abc", Array("abc".utf8)), ("1234567", Array("1234567".utf8)),
            ("12345678", Array("1234567".utf8)), ("123456789", Array("1234567".utf8)),
            ("12345\u{E9}", Array("12345\u{E9}".utf8)), ("123456\u{E9}", Array("123456".utf8)),
            ("12345\u{2713}x", Array("12345".utf8)), ("1234\u{1F600}", Array("1234".utf8)),
            ("123\u{1F600}", Array("123\u{1F600}".utf8)), ("ab\u{0}cd", Array("ab".utf8)),
        ] as [(String, [UInt8])])
    func encode(text: String, expected: [UInt8]) {
        #expect(Self.bytes(text) == expected + Array(repeating: 0, count: 8 - expected.count))
    }

    @Test(
        "it is read up to the first NUL or the whole width",
        arguments: [
            ([], ""), (Array("abc".utf8), "abc"), (Array("12345678".utf8), "12345678"),
            (Array("ab".utf8) + [0] + Array("cd".utf8), "ab"), ([0, 65], ""),
            ([0x41, 0xFF, 0x42], "A\u{FFFD}B"), ([0xE2, 0x9C], "\u{FFFD}"),
        ] as [([UInt8], String)])
    func decode(bytes: [UInt8], expected: String) {
        #expect(Self.text(bytes) == expected)
    }

    @Test("a width of one holds nothing but the NUL")
    func narrow() {
        let field: InlineArray<1, UInt8> = FixedText.encode("x")
        #expect(field[0] == 0)
    }
}
