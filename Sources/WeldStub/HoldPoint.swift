internal import Synchronization
internal import WeldContract
public import WeldPlatform

/// A point where a stub stops, says so and waits: the proof that a kill landed in a phase
/// (`--hold-at`, off unless asked for; gates.md#g4).
///
/// Each phase holds once. SIGUSR2 releases it.
public final class HoldPoint<Phase: RawRepresentable & Equatable & Sendable>: Sendable
where Phase.RawValue == String {
    private let phase: Phase?
    private let isSpent = Atomic(false)
    private let events: EventWriter
    private let release: SignalReceiver?

    /// Prepares a hold; the main thread does it before it starts any other thread, so that no
    /// thread dies of SIGUSR2.
    public init(at phase: Phase?, events: EventWriter) throws(SystemError) {
        self.phase = phase
        self.events = events
        if phase == nil {
            // A release that comes late or to the wrong process must not kill it.
            try Signals.ignore(Signals.user2)
            release = nil
        } else {
            release = try SignalReceiver(blocking: [Signals.user2])
        }
    }

    /// Whether a phase would hold; for callers that must prepare something first.
    public func isDue(_ phase: Phase) -> Bool {
        self.phase == phase && !isSpent.load(ordering: .relaxed)
    }

    /// Holds if this is the phase that was asked for and it has not held before.
    @inline(__always)
    public func reach(_ phase: Phase) {
        if self.phase != nil { hold(phase) }
    }

    private func hold(_ phase: Phase) {
        guard isDue(phase), !isSpent.exchange(true, ordering: .relaxed) else { return }
        events.emit(.hold(phase: phase.rawValue))
        switch release {
        case .some(let receiver): _ = try? receiver.next(until: .never)
        case .none: break
        }
    }
}

/// Time that a sabotage lets pass: the fault itself, not a wait for anything.
public enum FaultPause {
    /// Blocks the calling thread until the deadline.
    public static func wait(until deadline: Deadline) {
        var none: [PollEntry] = []
        _ = try? Poll.wait(&none, until: deadline)
    }

    /// Blocks the calling thread for a time.
    public static func wait(nanoseconds: UInt64) {
        wait(until: Deadline(nanoseconds: MonotonicClock.now() + nanoseconds))
    }
}
