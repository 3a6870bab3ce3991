internal import WeldPlatform
internal import WeldWire

/// Descriptors that came and whose frame is not whole yet.
///
/// They belong to the frame that holds the last byte of the read they came with
/// (platform.md#descriptors): one read can bring frames A, B and C with C's descriptors.
struct Arrivals: ~Copyable, Sendable {
    /// The descriptors in the order they came.
    var list = DescriptorList()
    /// Which byte of the stream each read ended with, and how many descriptors it brought.
    private var reads: [(lastByte: UInt64, count: Int)] = []
    private var noted = 0

    /// At most two full messages can wait: the frame's own and the beginning of the next.
    private static let limit = 2 * StreamSocket.descriptorLimit

    /// Notes where the read ended that brought what is new in the list.
    mutating func note(lastByte: UInt64) throws(TransportError) {
        let fresh = list.count - noted
        guard fresh > 0 else { return }
        guard list.count <= Self.limit else { throw .wire(.unexpectedHandles) }
        reads.append((lastByte, fresh))
        noted = list.count
    }

    /// Takes out what belongs to the frame that ends before `end`.
    mutating func take(before end: UInt64) -> DescriptorList {
        if noted == 0 { return DescriptorList() }
        var count = 0
        while let first = reads.first, first.lastByte < end {
            count += first.count
            reads.removeFirst()
        }
        noted -= count
        return list.takeFirst(count)
    }

    mutating func removeAll() {
        list.removeAll()
        reads.removeAll()
        noted = 0
    }
}
