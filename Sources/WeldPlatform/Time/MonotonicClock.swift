internal import Glibc

/// The one clock of all processes of a run: CLOCK_MONOTONIC, in nanoseconds (gates.md#rule-2).
public enum MonotonicClock {
    /// Returns the time in nanoseconds since an arbitrary origin shared by all processes.
    public static func now() -> UInt64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// Returns the clock's announced resolution in nanoseconds.
    public static func resolution() -> UInt64 {
        var time = timespec()
        _ = unsafe clock_getres(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
