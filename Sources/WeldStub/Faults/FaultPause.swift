public import WeldPlatform

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
