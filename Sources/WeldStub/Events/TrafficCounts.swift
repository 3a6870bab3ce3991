public import WeldContract
public import WeldPlatform
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

/// Sums what the threads of a connection counted.
public final class CountsBox: Sendable {
    private let sum = Lock(TrafficCounts())

    /// Makes an empty sum.
    public init() {}

    /// The sum so far.
    public var value: TrafficCounts { sum.withLock { $0 } }

    /// Adds a thread's counts, when it is at its end.
    public func add(_ counts: TrafficCounts) {
        sum.withLock { $0.add(counts) }
    }
}

// What is reported of a connection that has ended.
extension Event {
    /// Frames of a connection, by the names of their types.
    public static func counts(connection: UInt64, _ counts: TrafficCounts) -> Event {
        func named(_ count: (MessageType) -> UInt64) -> [NamedCount] {
            MessageType.allCases.filter { count($0) > 0 }
                .map { NamedCount($0.descriptor.name, count($0)) }
        }
        return .counts(
            connection: connection, sent: named { counts.sent($0) },
            received: named { counts.received($0) })
    }

    /// The memory of this process.
    public static func memory(_ use: MemoryUse) -> Event {
        .memory(heapInUse: use.heapInUse, heapMapped: use.heapMapped, resident: use.resident)
    }
}
