public import CWeldPlatform

/// The one clock of all processes of a run: CLOCK_MONOTONIC, in nanoseconds (gates.md#rule-2).
public enum MonotonicClock {
    /// Returns the time in nanoseconds since an arbitrary origin shared by all processes.
    @inlinable public static func now() -> UInt64 { weld_now() }

    /// Returns the clock's announced resolution in nanoseconds.
    public static func resolution() -> UInt64 { weld_clock_resolution() }
}

/// A moment of ``MonotonicClock`` after which waiting stops.
///
/// A deadline is passed down unchanged, so that a wait made of many system calls, each of which
/// can be interrupted, still ends on time.
public struct Deadline: Sendable, Equatable, Comparable {
    /// The moment, in nanoseconds of ``MonotonicClock``; `UInt64.max` is never.
    public let nanoseconds: UInt64

    /// Makes a deadline at a moment of ``MonotonicClock``.
    @inlinable
    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// A deadline that does not come.
    @inlinable public static var never: Deadline { Deadline(nanoseconds: .max) }

    /// A deadline that has passed: whoever gets it looks once and does not wait.
    @inlinable public static var immediately: Deadline { Deadline(nanoseconds: 0) }

    /// Returns the moment that lies `duration` ahead.
    public static func after(_ duration: Duration) -> Deadline {
        let ahead = max(0, duration.wholeNanoseconds)
        let (sum, overflow) = MonotonicClock.now().addingReportingOverflow(UInt64(ahead))
        return Deadline(nanoseconds: overflow ? .max : sum)
    }

    /// Whether the moment has come.
    public var hasPassed: Bool { remainingNanoseconds == 0 }

    /// Nanoseconds left; 0 when it has passed, `UInt64.max` when it never comes.
    @inlinable public var remainingNanoseconds: UInt64 {
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
