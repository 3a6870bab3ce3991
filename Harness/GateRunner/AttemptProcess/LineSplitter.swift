/// Cuts a stream of bytes into lines, whatever the pieces it arrives in.
struct LineSplitter {
    /// How many bytes a line may have.
    let limit: Int
    private var pending: [UInt8] = []
    private var skipping = false

    /// Creates a splitter.
    init(limit: Int) { self.limit = limit }

    /// What came out of the stream.
    enum Piece: Hashable {
        case line([UInt8])
        /// A line longer than the limit, reported once; its bytes are dropped.
        case tooLong
    }

    /// Takes bytes and returns the lines that they complete; empty lines are left out.
    mutating func feed(_ bytes: ArraySlice<UInt8>) -> [Piece] {
        var pieces: [Piece] = []
        var rest = bytes
        while let end = rest.firstIndex(of: 0x0A) {
            take(rest[..<end], into: &pieces)
            if skipping {
                skipping = false
            } else if !pending.isEmpty {
                pieces.append(.line(pending))
            }
            pending.removeAll(keepingCapacity: pending.count < 1 << 16)
            rest = rest[(end + 1)...]
        }
        take(rest, into: &pieces)
        return pieces
    }

    /// Returns the last line, which no line feed ended; nil where there is none.
    mutating func finish() -> [UInt8]? {
        defer { pending = [] }
        return pending.isEmpty || skipping ? nil : pending
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, into pieces: inout [Piece]) {
        guard !skipping else { return }
        guard pending.count + bytes.count <= limit else {
            skipping = true
            pending = []
            pieces.append(.tooLong)
            return
        }
        pending += bytes
    }
}
