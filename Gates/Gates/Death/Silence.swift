internal import GateKit
internal import WeldContract

/// How long a stopped runtime was silent before its editor minded.
///
/// Pure: from the last ack that the editor received to its `heartbeat-missed`.
struct Silence: Equatable {
    private let lastAck: UInt64
    private let missedAt: UInt64?

    init(_ events: [EventRecord], missedAt: UInt64?) {
        self.missedAt = missedAt
        lastAck =
            events.last {
                $0.kind == .heartbeatAcked && $0.time < missedAt ?? .max
            }?.time ?? 0
    }

    /// The silence; one that was never minded lasted until `now` at least.
    func nanoseconds(atLatest now: UInt64) -> UInt64 { (missedAt ?? now) - lastAck }

    /// The time that the silence took, and in which alone a host can have prolonged it.
    func span(atLatest now: UInt64) -> TimeSpan {
        TimeSpan(start: lastAck, end: missedAt ?? now)
    }
}

/// What an editor made of having been stopped itself.
struct OwnPause: Equatable {
    /// Whether it saw that it had been stopped, and left its runtime alone.
    let isForgiven: Bool

    init(_ events: [EventRecord]) {
        let own = events.filter { $0.role == .editor }.compactMap(\.kind)
        let blame: Set<EventName> = [.heartbeatMissed, .peerGone, .reaped, .restarting, .forced]
        isForgiven = own.contains(.paused) && !own.contains(where: blame.contains)
    }
}
