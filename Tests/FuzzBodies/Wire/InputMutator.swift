import Foundation

/// Makes inputs out of committed ones without a fuzzer, the same ones for the same seed: what unit
/// tests try besides the corpus, a few of them in every run.
///
/// `WELD_FUZZ_ROUNDS` multiplies how many are tried; CI/fuzz.sh searches further, with coverage.
public struct InputMutator {
    private let corpus: [[UInt8]]
    private var state: UInt64

    /// How often as many inputs as usual are tried.
    public static var rounds: Int {
        ProcessInfo.processInfo.environment["WELD_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 1
    }

    /// Begins with the corpus of a target.
    public init(target: String, seed: UInt64) throws {
        corpus = try FuzzCorpus.inputs(of: target).map(\.bytes)
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    /// Returns the next input.
    public mutating func next() -> [UInt8] {
        var input = corpus.isEmpty ? [] : corpus[below(corpus.count)]
        for _ in 0...below(6) { mutate(&input) }
        return input
    }

    private mutating func mutate(_ input: inout [UInt8]) {
        let place = below(input.count + 1)
        switch below(8) {
        case 0: input.insert(byte(), at: place)
        case 1: if place < input.count { input.remove(at: place) }
        case 2: if place < input.count { input[place] ^= 1 << UInt8(below(8)) }
        case 3: if place < input.count { input[place] = byte() }
        case 4: input.removeSubrange(place...)
        case 5: input.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
        case 6:
            let end = place + below(input.count - place + 1)
            input.insert(contentsOf: input[place..<end], at: place)
        default:
            guard let other = corpus.isEmpty ? nil : corpus[below(corpus.count)] else { return }
            input.replaceSubrange(place..., with: other.suffix(below(other.count + 1)))
        }
    }

    /// What parsers of text and numbers trip over.
    private static let pieces: [[UInt8]] =
        [
            "18446744073709551615", "18446744073709551616", "-9223372036854775808", "-", "0", "00",
            "1e9",
            "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "{", "}", "[", "]", ":", ",", "\n",
            "\r",
            "\t", " ", "=", "@", "#", "\u{0}", "\u{7F}", "\u{202E}", "true", "false", "null", "NaN",
            "connect\n", "greet\n", "frame ", "bytes ", "expect ", "chunks=", "65536", "4294967296",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        ]

    private mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: random()) }

    private mutating func below(_ limit: Int) -> Int { Int(random() % UInt64(max(1, limit))) }

    private mutating func random() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
