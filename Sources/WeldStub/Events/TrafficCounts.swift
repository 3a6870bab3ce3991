public import WeldWire

/// How many frames of each type one connection sent and received.
public struct TrafficCounts: Equatable, Sendable {
    @usableFromInline private(set) var sent = InlineArray<16, UInt64>(repeating: 0)
    @usableFromInline private(set) var received = InlineArray<16, UInt64>(repeating: 0)

    /// Makes counts of zero.
    public init() {}

    /// Counts a frame that was sent.
    @inlinable
    public mutating func countSent(_ type: MessageType) {
        sent[Int(type.rawValue)] &+= 1
    }

    /// Counts a frame that was received.
    @inlinable
    public mutating func countReceived(_ type: MessageType) {
        received[Int(type.rawValue)] &+= 1
    }

    /// Frames of a type that were sent.
    public func sent(_ type: MessageType) -> UInt64 { sent[Int(type.rawValue)] }

    /// Frames of a type that were received.
    public func received(_ type: MessageType) -> UInt64 { received[Int(type.rawValue)] }

    /// Adds the counts of another thread of the same connection.
    public mutating func add(_ other: TrafficCounts) {
        for index in sent.indices {
            sent[index] &+= other.sent[index]
            received[index] &+= other.received[index]
        }
    }

    /// Returns whether the two counted the same.
    public static func == (left: TrafficCounts, right: TrafficCounts) -> Bool {
        left.sent.indices.allSatisfy { index in
            left.sent[index] == right.sent[index] && left.received[index] == right.received[index]
        }
    }
}
