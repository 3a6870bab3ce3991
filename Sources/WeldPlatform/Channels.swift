// Unsafe code: the system fills a two-element array with the numbers of a pair.

internal import CWeldPlatform

/// The two ends of a new pipe.
@frozen
public struct PipeEnds: ~Copyable, Sendable {
    /// Where the bytes come out.
    public var readEnd: OwnedDescriptor
    /// Where the bytes go in.
    public var writeEnd: OwnedDescriptor

    /// Opens a pipe, both ends close-on-exec and blocking.
    public init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        unsafe try checked(weld_pipe(&ends), "open pipe")
        readEnd = OwnedDescriptor(adopting: ends[0])
        writeEnd = OwnedDescriptor(adopting: ends[1])
    }

    /// Sizes the pipe's buffer, so that a writer that never blocks loses nothing to a reader that
    /// is late; the kernel rounds up, and refuses an unprivileged user more than 1 MiB.
    public borrowing func setCapacity(bytes: Int32) throws(SystemError) {
        try writeEnd.setPipeCapacity(bytes)
    }
}

/// The two ends of a new connected pair of stream sockets.
@frozen
public struct SocketPair: ~Copyable, Sendable {
    /// One end.
    public var first: OwnedDescriptor
    /// The other end.
    public var second: OwnedDescriptor

    /// Opens a pair, both ends close-on-exec and blocking.
    public init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        unsafe try checked(weld_socket_pair(&ends), "open socket pair")
        first = OwnedDescriptor(adopting: ends[0])
        second = OwnedDescriptor(adopting: ends[1])
    }
}

/// A counter that wakes whoever polls it (eventfd): any thread signals, the loop drains.
public struct EventCounter: ~Copyable, Sendable {
    /// Becomes readable after ``signal()``, until ``drain()``.
    public let descriptor: OwnedDescriptor

    /// Makes a counter that stands at zero.
    public init() throws(SystemError) {
        descriptor = OwnedDescriptor(adopting: try checked(weld_event(), "make event counter"))
    }

    /// Adds one; never blocks.
    ///
    /// A full counter (2^64 - 2) is as awake as it can be.
    public borrowing func signal() {
        _ = weld_event_signal(descriptor.handle)
    }

    /// Sets the counter to zero and returns what it was; 0 when nobody signalled.
    @discardableResult
    public borrowing func drain() -> UInt64 {
        UInt64(max(0, weld_event_drain(descriptor.handle)))
    }
}
