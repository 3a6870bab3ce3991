import Synchronization
import WeldStub

/// Sums what the threads of a connection counted.
final class CountsBox: Sendable {
    private let sum = Mutex(TrafficCounts())

    /// The sum so far.
    var value: TrafficCounts { sum.withLock { $0 } }

    /// Adds a thread's counts, when it is at its end.
    func add(_ counts: TrafficCounts) {
        sum.withLock { $0.add(counts) }
    }
}
