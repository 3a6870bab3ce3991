// Unsafe code: the clocks write into records that are passed by address.
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

/// The time of day, for records that people read; it may be set and never measures anything.
public enum WallClock {
    /// Returns the milliseconds since 1970, UTC.
    public static func milliseconds() -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Returns when the machine started, in nanoseconds since 1970, as the time of day is now set.
    static func bootNanoseconds() -> UInt64 {
        var now = timespec()
        var sinceBoot = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
        _ = unsafe clock_gettime(CLOCK_BOOTTIME, &sinceBoot)
        let start =
            Int64(now.tv_sec - sinceBoot.tv_sec) &* 1_000_000_000
            &+ Int64(now.tv_nsec - sinceBoot.tv_nsec)
        // A clock that nobody set stands near 1970, before the machine started.
        return UInt64(max(0, start))
    }
}

/// A moment of ``MonotonicClock`` after which waiting stops.
///
/// A deadline is passed down unchanged, so that a wait made of many system calls, each of which
/// can be interrupted, still ends on time.
public struct Deadline: Sendable, Hashable, Comparable {
    /// The moment, in nanoseconds of ``MonotonicClock``; `UInt64.max` is never.
    public let nanoseconds: UInt64

    /// Makes a deadline at a moment of ``MonotonicClock``.
    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// A deadline that does not come.
    public static var never: Deadline { Deadline(nanoseconds: .max) }

    /// A deadline that has passed: whoever gets it looks once and does not wait.
    public static var immediately: Deadline { Deadline(nanoseconds: 0) }

    /// Returns the moment that lies `duration` ahead; a negative duration is none.
    public static func after(_ duration: Duration) -> Deadline {
        let ahead = UInt64(max(0, duration.wholeNanoseconds))
        let (sum, overflow) = MonotonicClock.now().addingReportingOverflow(ahead)
        return Deadline(nanoseconds: overflow ? .max : sum)
    }

    /// Whether the moment has come.
    public var hasPassed: Bool { remainingNanoseconds == 0 }

    /// Nanoseconds left; 0 when it has passed, `UInt64.max` when it never comes.
    public var remainingNanoseconds: UInt64 {
        if nanoseconds == .max { return .max }
        let now = MonotonicClock.now()
        return nanoseconds > now ? nanoseconds - now : 0
    }

    /// Whichever of two deadlines comes first.
    public static func < (left: Deadline, right: Deadline) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// The duration in nanoseconds, saturated at the ends of Int64 (292 years).
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        return scaled.addingReportingOverflow(attoseconds / 1_000_000_000).partialValue
    }
}
