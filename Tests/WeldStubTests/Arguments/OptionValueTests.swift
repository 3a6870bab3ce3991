import Testing

@testable import WeldStub

@Suite("Values of options")
struct OptionValueTests {
    @Test("sizes are WIDTHxHEIGHT from 1 to 16384")
    func sizes() throws {
        let size = try OptionValue.size("1280x720")
        #expect(size == (1280, 720))
        for text in ["", "1280", "x", "1280x", "0x1", "16385x1", "1x1x1", "-1x1", "1X1"] {
            #expect(throws: OptionValue.Mismatch.self) { try OptionValue.size(text) }
        }
    }

    @Test("rates are N/s or N")
    func rates() throws {
        #expect(try OptionValue.rate("100/s") == 100)
        #expect(try OptionValue.rate("1") == 1)
        for text in ["0/s", "/s", "1000001/s", "5/m", "1.5/s"] {
            #expect(throws: OptionValue.Mismatch.self) { try OptionValue.rate(text) }
        }
    }

    @Test("numbers take digits only", arguments: ["+1", " 1", "1_0", "0x1", "1e3", "１", ""])
    func numbers(text: String) {
        #expect(throws: OptionValue.Mismatch.self) {
            let _: Int = try OptionValue.integer(text, in: 0...100)
        }
    }
}
