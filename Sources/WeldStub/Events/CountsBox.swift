internal import WeldPlatform

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
