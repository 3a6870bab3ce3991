public import WeldContract
public import WeldPlatform
internal import WeldWire

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
