/// Takes a fuzzer's input apart, byte by byte; past its end there are only zeros.
public struct InputReader {
    private var rest: ArraySlice<UInt8>

    /// Reads an input from its beginning.
    public init(_ input: [UInt8]) { rest = input[...] }

    /// Whether everything was read.
    public var isAtEnd: Bool { rest.isEmpty }

    /// The next byte.
    public mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// The next four bytes as a number, little-endian.
    public mutating func word() -> UInt32 {
        (0..<4).reduce(0) { word, index in word | UInt32(byte()) << UInt32(8 * index) }
    }

    /// The next `count` bytes; zeros where the input has no more.
    public mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in byte() } }

    /// As many bytes as are left, at most `limit`.
    public mutating func remainder(limit: Int = .max) -> [UInt8] {
        let taken = rest.prefix(limit)
        rest = rest.dropFirst(taken.count)
        return Array(taken)
    }
}
