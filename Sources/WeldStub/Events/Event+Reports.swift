public import WeldContract
public import WeldPlatform
internal import WeldWire

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
