import Testing
import WeldWire

@Suite("Wyhash")
struct WyhashTests {
    @Test("The hash is the reference implementation's", arguments: Golden.wyhash)
    func vector(vector: WyhashVector) throws {
        let seed = try #require(Golden.number(hex: vector.seed))
        #expect(Wyhash.hash(vector.bytes.span, seed: seed) == Golden.number(hex: vector.hash))
    }

    @Test("Text is hashed as UTF-8")
    func text() {
        let text = "viewport ready \u{2713}"
        #expect(Wyhash.hash(text, seed: 7) == Wyhash.hash(Array(text.utf8).span, seed: 7))
    }

    @Test("Seven texts and both seeds are really in the file")
    func fileIsWhole() {
        #expect(Golden.wyhash.filter { $0.text != nil }.count == 7)
        #expect(Set(Golden.wyhash.map(\.seed)).count >= 7)
    }
}
