import GateHost
import Synchronization

/// A thread on one processor that wakes every millisecond and notes how late.
///
/// One has the priority of the harness, which the attempt and the subjects inherit: what delays it
/// would have delayed them on that processor. Where the subjects have a real-time priority, another
/// has that.
final class Canary: Sendable {
    /// Between two wake-ups, in nanoseconds.
    static let interval: UInt64 = 1_000_000

    private let worst = Atomic<UInt64>(0)
    /// When the canary should wake next; 0 before it runs and after it ended.
    private let due = Atomic<UInt64>(0)
    private let isStopped = Atomic<Bool>(false)

    /// Starts a canary.
    ///
    /// - Parameter priority: A real-time priority, or 0 for the harness's own.
    init(processor: Int, priority: Int32 = 0) throws(SystemError) {
        _ = try OSThread.start(named: "canary \(processor)") { [self] in
            sing(processor, priority)
        }
    }

    /// Returns by how much the canary was late at worst since the last call, in nanoseconds; one
    /// that should have woken and has not counts as late until now.
    func takeWorst(now: UInt64) -> UInt64 {
        let seen = worst.exchange(0, ordering: .acquiringAndReleasing)
        let due = due.load(ordering: .acquiring)
        return max(seen, due > 0 && now > due ? now - due : 0)
    }

    /// Lets the thread end at its next wake-up.
    func stop() { isStopped.store(true, ordering: .releasing) }

    private func sing(_ processor: Int, _ priority: Int32) {
        // Where binding is not possible the canary still tells of the machine as a whole; where the
        // priority is not, it is late more often, which tells against nobody but the host.
        try? OSThread.setTimerSlack(nanoseconds: 1)
        if priority > 0 { try? SchedulingClass.roundRobin(priority: priority).apply() }
        try? Affinity.set([processor])
        var next = MonotonicClock.now() + Self.interval
        while !isStopped.load(ordering: .acquiring) {
            due.store(next, ordering: .releasing)
            Pause.wait(until: Deadline(nanoseconds: next))
            let now = MonotonicClock.now()
            let late = now > next ? now - next : 0
            // Only this thread raises it; the watch only takes it away.
            if late > worst.load(ordering: .relaxed) { worst.store(late, ordering: .releasing) }
            next = max(next + Self.interval, now)
        }
        due.store(0, ordering: .releasing)
    }
}
