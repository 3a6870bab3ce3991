// Unsafe code: poll's array and the time to sleep until are passed by address.
internal import CGateHost
internal import Glibc

/// What a descriptor is waited for, or what was found on it.
public struct PollEvents: OptionSet, Sendable {
    /// The system's bits.
    public let rawValue: Int16

    /// Wraps the system's bits.
    public init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    /// There is something to read, or the end of the stream.
    public static let readable = PollEvents(rawValue: Int16(POLLIN))
    /// Writing would not block.
    public static let writable = PollEvents(rawValue: Int16(POLLOUT))
    /// The other end is gone; always reported, asked for or not.
    public static let hangUp = PollEvents(rawValue: Int16(POLLHUP))
    /// An error is pending; always reported.
    ///
    /// On a pipe's write end: no reader is left.
    public static let failed = PollEvents(rawValue: Int16(POLLERR))
    /// The number is not an open descriptor; always reported.
    public static let invalid = PollEvents(rawValue: Int16(POLLNVAL))
}

/// One descriptor of a ``Poll``.
public struct PollEntry: Sendable {
    /// The descriptor's number; the caller keeps it open, and a negative one is left out.
    public var descriptor: Int32
    /// What it is waited for.
    public var interests: PollEvents
    /// What was found.
    public var found: PollEvents = []

    /// Makes an entry that waits for `interests` on `descriptor`.
    public init(_ descriptor: Int32, for interests: PollEvents) {
        self.descriptor = descriptor
        self.interests = interests
    }
}

/// Waits for descriptors, with deadlines in nanoseconds.
public enum Poll {
    /// Waits for one descriptor; empty when the deadline passed first.
    public static func wait(
        _ descriptor: Int32, for interests: PollEvents, until deadline: Deadline
    ) throws(SystemError) -> PollEvents {
        var entry = pollfd(fd: descriptor, events: interests.rawValue, revents: 0)
        _ = unsafe try wait(&entry, 1, until: deadline)
        return PollEvents(rawValue: entry.revents)
    }

    /// Waits for several descriptors and fills in what was found; returns how many have something,
    /// 0 when the deadline passed first.
    public static func wait(
        _ entries: inout [PollEntry], until deadline: Deadline
    ) throws(SystemError) -> Int {
        var system = entries.map { entry in
            pollfd(fd: entry.descriptor, events: entry.interests.rawValue, revents: 0)
        }
        let count = unsafe try wait(&system, system.count, until: deadline)
        for index in entries.indices {
            entries[index].found = PollEvents(rawValue: system[index].revents)
        }
        return count
    }

    /// Waits; where the system has no memory for the question just now, which is no answer, it is
    /// asked again once at least, and until the deadline.
    private static func wait(
        _ entries: UnsafeMutablePointer<pollfd>, _ count: Int, until deadline: Deadline
    ) throws(SystemError) -> Int {
        var isAskedAgain = false
        while true {
            do throws(SystemError) {
                return unsafe try ask(entries, count, until: deadline)
            } catch {
                guard [ENOMEM, EAGAIN].contains(error.code), !isAskedAgain || !deadline.hasPassed
                else { throw error }
                isAskedAgain = true
                Pause.wait(.milliseconds(10))
            }
        }
    }

    private static func ask(
        _ entries: UnsafeMutablePointer<pollfd>, _ count: Int, until deadline: Deadline
    ) throws(SystemError) -> Int {
        // The remaining time is read again after every interruption.
        let found = try systemCall("poll") { () -> Int32 in
            let left = deadline.remainingNanoseconds
            if left == .max { return unsafe gate_host_poll(entries, count, nil) }
            var timeout = timespec(
                tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
            return unsafe gate_host_poll(entries, count, &timeout)
        }
        return Int(found)
    }
}

/// Lets time pass where time itself is what is asked for.
public enum Pause {
    /// Waits for a duration.
    public static func wait(_ duration: Duration) {
        wait(until: .after(duration))
    }

    /// Waits for a moment; a signal does not shorten it.
    public static func wait(until deadline: Deadline) {
        var moment = timespec(
            tv_sec: Int(deadline.nanoseconds / 1_000_000_000),
            tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
        while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nil) == EINTR {}
    }
}
