// Unsafe code: entries are passed to the system by address.

internal import CWeldPlatform

/// What a descriptor is waited for, or what was found on it.
public struct PollEvents: OptionSet, Sendable {
    /// The system's bits.
    public let rawValue: Int16

    /// Wraps the system's bits.
    public init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    /// There is something to read, or the end of the stream.
    public static let readable = PollEvents(rawValue: Int16(WELD_READABLE))
    /// Writing would not block.
    public static let writable = PollEvents(rawValue: Int16(WELD_WRITABLE))
    /// The other end is gone; always reported, asked for or not.
    public static let hangUp = PollEvents(rawValue: Int16(WELD_HANG_UP))
    /// An error is pending; always reported.
    ///
    /// On a pipe's write end: no reader is left.
    public static let failed = PollEvents(rawValue: Int16(WELD_ERROR))
    /// The number is not an open descriptor; always reported.
    public static let invalid = PollEvents(rawValue: Int16(WELD_NOT_OPEN))
}

/// One descriptor of a ``Poll``.
public struct PollEntry: Sendable {
    /// The descriptor; the caller keeps it open.
    public var descriptor: RawDescriptor
    /// What it is waited for.
    public var interests: PollEvents
    /// What was found.
    public var found: PollEvents = []

    /// Makes an entry that waits for `interests` on `descriptor`.
    public init(_ descriptor: RawDescriptor, for interests: PollEvents) {
        self.descriptor = descriptor
        self.interests = interests
    }
}

/// Waits for descriptors, with nanosecond deadlines.
public enum Poll {
    /// Waits for one descriptor; empty when the deadline passed first.
    public static func wait(
        _ descriptor: RawDescriptor, for interests: PollEvents, until deadline: Deadline
    ) throws(SystemError) -> PollEvents {
        var entry = weld_poll(handle: descriptor.rawValue, wanted: interests.rawValue, found: 0)
        unsafe try checked(weld_poll(&entry, 1, deadline.nanoseconds), "poll")
        return PollEvents(rawValue: entry.found)
    }

    /// Waits for several descriptors and fills in what was found; returns how many have something,
    /// 0 when the deadline passed first.
    public static func wait(
        _ entries: inout [PollEntry], until deadline: Deadline
    ) throws(SystemError) -> Int {
        var system = entries.map { entry in
            weld_poll(handle: entry.descriptor.rawValue, wanted: entry.interests.rawValue, found: 0)
        }
        let count = unsafe try checked(
            weld_poll(&system, system.count, deadline.nanoseconds), "poll")
        for index in entries.indices {
            entries[index].found = PollEvents(rawValue: system[index].found)
        }
        return Int(count)
    }
}
