// Unsafe code: the system fills a two-element array with a pair's numbers, and an eventfd's counter
// is read as the eight bytes of a UInt64.
internal import CGateHost
internal import Glibc

/// The two ends of a new pipe.
@frozen
public struct PipeEnds: ~Copyable, Sendable {
    /// Where the bytes come out.
    public var readEnd: OwnedDescriptor
    /// Where the bytes go in.
    public var writeEnd: OwnedDescriptor

    /// Opens a pipe, both ends close-on-exec and blocking.
    public init() throws(SystemError) {
        let ends = unsafe try openPair("open pipe") { unsafe gate_host_pipe($0) }
        readEnd = OwnedDescriptor(adopting: ends.0)
        writeEnd = OwnedDescriptor(adopting: ends.1)
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
        let ends = unsafe try openPair("open socket pair") { unsafe gate_host_socket_pair($0) }
        first = OwnedDescriptor(adopting: ends.0)
        second = OwnedDescriptor(adopting: ends.1)
    }
}

/// The two ends of a new terminal.
@frozen
public struct TerminalEnds: ~Copyable, Sendable {
    /// Where what is written to the other end is read.
    public var readEnd: OwnedDescriptor
    /// What programs take for their terminal.
    public var terminal: OwnedDescriptor

    /// Opens a terminal, both ends close-on-exec and blocking, which is nobody's controlling one.
    public init() throws(SystemError) {
        let ends = unsafe try openPair("open terminal") { unsafe gate_host_terminal($0) }
        readEnd = OwnedDescriptor(adopting: ends.0)
        terminal = OwnedDescriptor(adopting: ends.1)
    }
}

private func openPair(
    _ operation: String, _ open: (UnsafeMutablePointer<Int32>) -> Int32
) throws(SystemError) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    try systemCall(operation) {
        unsafe ends.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe open($0) } ?? -1
        }
    }
    return (ends[0], ends[1])
}

/// Sockets with a path that the judge itself makes, such as one that nobody listens at.
public enum StreamSocket {
    /// Opens a stream socket, close-on-exec and blocking.
    public static func make() throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(adopting: try systemCall("open socket") { gate_host_socket() })
    }

    /// Binds a socket to a path of at most 107 bytes, which must not exist yet.
    public static func bind(_ socket: Int32, to path: String) throws(SystemError) {
        try systemCall("bind", path: path) { unsafe gate_host_bind(socket, path) }
    }
}

/// A counter that wakes whoever polls it (eventfd): any thread signals, the loop drains.
public struct EventCounter: ~Copyable, Sendable {
    /// Becomes readable after ``signal()``, until ``drain()``.
    public let descriptor: OwnedDescriptor

    /// Makes a counter that stands at zero.
    public init() throws(SystemError) {
        descriptor = OwnedDescriptor(
            adopting: try systemCall("make event counter") { gate_host_event_counter() })
    }

    /// Adds one; never blocks.
    ///
    /// A full counter (2^64 - 2) is as awake as it can be.
    public borrowing func signal() {
        _ = gate_host_signal_counter(descriptor.rawValue)
    }

    /// Sets the counter to zero and returns what it was; 0 when nobody signalled.
    @discardableResult
    public borrowing func drain() -> UInt64 {
        var value: UInt64 = 0
        let count = unsafe read(descriptor.rawValue, &value, MemoryLayout<UInt64>.size)
        return count == MemoryLayout<UInt64>.size ? value : 0
    }
}
