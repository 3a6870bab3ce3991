import GateKit
import Testing

/// SHA-256 against the vectors of FIPS 180-4 and NIST's CAVP.
@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "gives NIST's digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                    + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func vectors(text: String, digest: String) {
        #expect(SHA256.digest(Array(text.utf8)) == digest)
    }

    @Test("gives NIST's digest of a million letters")
    func millionLetters() {
        #expect(
            SHA256.digest(repeatElement(UInt8(ascii: "a"), count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("does not depend on how the bytes are cut", arguments: 0..<130)
    func pieces(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        var digest = SHA256()
        for start in stride(from: 0, to: length, by: 7) {
            digest.update(bytes[start..<min(start + 7, length)])
        }
        #expect(digest.finish() == SHA256.digest(bytes))
    }
}
