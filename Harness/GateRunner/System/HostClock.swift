// Unsafe code of the harness, part two: the clocks' out-parameters.
import Glibc

/// The clocks of the machine.
enum HostClock {
    /// Nanoseconds of the monotonic clock, the one that every process measures by.
    static func now() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// What the kernel says of the monotonic clock's resolution, in nanoseconds.
    static func declaredResolution() -> UInt64 {
        var time = timespec()
        unsafe clock_getres(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Milliseconds since 1970, UTC, for records that people read.
    static func wallMilliseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
