public import WeldWire

/// How many frames of each type one connection sent and received.
public struct TrafficCounts: Equatable, Sendable {
    @usableFromInline private(set) var sent = MessageTable<UInt64>(repeating: 0)
    @usableFromInline private(set) var received = MessageTable<UInt64>(repeating: 0)

    /// Makes counts of zero.
    public init() {}

    /// Counts a frame that was sent.
    @inlinable
    public mutating func countSent(_ type: MessageType) {
        sent[type] &+= 1
    }

    /// Counts a frame that was received.
    @inlinable
    public mutating func countReceived(_ type: MessageType) {
        received[type] &+= 1
    }

    /// Frames of a type that were sent.
    public func sent(_ type: MessageType) -> UInt64 { sent[type] }

    /// Frames of a type that were received.
    public func received(_ type: MessageType) -> UInt64 { received[type] }

    /// Adds the counts of another thread of the same connection.
    public mutating func add(_ other: TrafficCounts) {
        for type in MessageType.allCases {
            sent[type] &+= other.sent[type]
            received[type] &+= other.received[type]
        }
    }
}
