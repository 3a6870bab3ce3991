/// The last bytes of a stream.
struct ByteTail {
    /// How many bytes are kept.
    let limit: Int
    private var bytes: [UInt8] = []
    private var dropped = false

    /// Creates an empty tail.
    init(limit: Int) { self.limit = limit }

    /// Adds bytes and drops the oldest ones that are too many.
    mutating func append(_ more: ArraySlice<UInt8>) {
        bytes += more
        guard bytes.count > limit else { return }
        bytes.removeFirst(bytes.count - limit)
        dropped = true
    }

    /// What is kept, with a mark where something is missing before it; nil without anything.
    var text: String? {
        guard !bytes.isEmpty else { return nil }
        return (dropped ? "[...] " : "") + String(decoding: bytes, as: UTF8.self)
    }
}
