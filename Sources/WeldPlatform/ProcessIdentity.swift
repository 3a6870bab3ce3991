// Unsafe code: facts of a process are written into a structure that is passed by address.

internal import CWeldPlatform

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

    /// How many of the system's ticks make a second (100 nearly everywhere).
    public static let ticksPerSecond = weld_starts_per_second()

    /// Returns the identity of the process that has this pid now, a zombie included; nil when
    /// there is none.
    public static func of(pid: Int32) -> ProcessIdentity? {
        guard let facts = try? facts(of: pid) else { return nil }
        return ProcessIdentity(pid: pid, startTicks: facts.start)
    }

    /// Whether no process that runs has this pid: there is none, or a zombie.
    ///
    /// One that we may not look at, or cannot just now, counts as running.
    public static func isGone(pid: Int32) -> Bool {
        do throws(SystemError) {
            return try facts(of: pid).is_dead
        } catch {
            return error.kind == .notFound
        }
    }

    /// The calling process.
    public static func current() -> ProcessIdentity? {
        of(pid: weld_self())
    }

    /// Whether this very process runs: same pid, same start, not a zombie.
    ///
    /// A process that we may not look at (EPERM, EACCES) counts as alive.
    public var isAlive: Bool {
        do throws(SystemError) {
            let facts = try Self.facts(of: pid)
            return facts.start == startTicks && !facts.is_dead
        } catch {
            return error.kind == .permission
        }
    }

    /// When the process started, in nanoseconds of the real-time clock (what file times use), to
    /// about one tick: an owner younger than its file is another process under a recycled pid.
    public var startedAtRealTimeNanoseconds: UInt64 {
        weld_start_in_real_time(startTicks)
    }

    /// Whether a process is this one or descends from it, as a runtime does that a script starts.
    public static func isProcess(_ pid: Int32, orDescendantOf ancestor: Int32) -> Bool {
        pid == ancestor || doesProcess(pid, descendFrom: ancestor)
    }

    /// Whether a process descends from another: its child, a child of that, and so on.
    ///
    /// Of a process that has ended, or that may not be looked at, nobody knows.
    public static func doesProcess(_ pid: Int32, descendFrom ancestor: Int32) -> Bool {
        var current = pid
        // Parents are older, but for a number that was used again meanwhile: no walk is endless.
        for _ in 0..<64 {
            guard current > 1, let parent = (try? facts(of: current))?.parent else { return false }
            if parent == ancestor { return true }
            current = parent
        }
        return false
    }

    private static func facts(of pid: Int32) throws(SystemError) -> weld_process_facts {
        var facts = weld_process_facts()
        unsafe try checked(weld_process_facts(pid, &facts), "look at process \(pid)")
        return facts
    }
}

/// Watches a process that is not our child; holding it, a recycled pid cannot be mistaken for it.
public struct ProcessWatch: ~Copyable, Sendable {
    /// The process.
    public let pid: Int32
    private let descriptor: OwnedDescriptor

    /// Begins to watch a process.
    ///
    /// - Throws: ``SystemError`` when there is no such process (ESRCH) or the system cannot watch.
    public init(pid: Int32) throws(SystemError) {
        self.pid = pid
        descriptor = OwnedDescriptor(
            adopting: try checked(weld_process(pid), "watch process \(pid)"))
    }

    /// Waits for the process's end and returns whether it came; a zombie has ended.
    public borrowing func hasEnded(by deadline: Deadline) throws(SystemError) -> Bool {
        try !Poll.wait(descriptor.rawValue, for: .readable, until: deadline).isEmpty
    }
}
