internal import Glibc

/// A process that cannot be mistaken for a later one with the same pid (lessons.md#row-22).
public struct ProcessIdentity: Sendable, Hashable {
    /// The process id.
    public let pid: Int32
    /// When it started, in ticks of 1/``ticksPerSecond`` s since boot.
    public let startTicks: UInt64

    /// Names a process that was seen before.
    public init(pid: Int32, startTicks: UInt64) {
        self.pid = pid
        self.startTicks = startTicks
    }

    /// How many of the kernel's ticks make a second (100 nearly everywhere).
    public static let ticksPerSecond = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))

    /// Returns the identity of the process that has this pid now, a zombie included; nil when
    /// there is none.
    public static func of(pid: Int32) -> ProcessIdentity? {
        ProcessRecord.read(pid: pid).map { record in
            ProcessIdentity(pid: pid, startTicks: record.startTicks)
        }
    }

    /// The calling process.
    public static func current() -> ProcessIdentity? {
        of(pid: getpid())
    }

    /// Whether this very process runs: same pid, same start, not a zombie.
    ///
    /// A process that we may not look at (EPERM, EACCES) counts as alive.
    public var isAlive: Bool {
        guard let record = ProcessRecord.read(pid: pid) else {
            return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM)
        }
        return record.startTicks == startTicks && !record.isDead
    }

    /// When the process started, in nanoseconds of the real-time clock (what file times use), to
    /// about one tick: an owner younger than its file is another process under a recycled pid.
    public var startedAtRealTimeNanoseconds: UInt64 {
        var real = timespec()
        var sinceBoot = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &real)
        unsafe clock_gettime(CLOCK_BOOTTIME, &sinceBoot)
        let boot = real.nanoseconds - sinceBoot.nanoseconds
        return boot + startTicks * (1_000_000_000 / Self.ticksPerSecond)
    }
}

extension timespec {
    fileprivate var nanoseconds: UInt64 {
        UInt64(tv_sec) * 1_000_000_000 + UInt64(tv_nsec)
    }
}
