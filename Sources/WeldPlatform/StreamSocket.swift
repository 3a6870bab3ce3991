// Unsafe code: message buffers are handed to the system by address; the numbers that arrive are
// owned before this file lets go of them.

public import CWeldPlatform

/// Who sits at the other end of a local socket, as the kernel recorded at connect.
public struct PeerCredentials: Sendable, Equatable {
    /// The peer's process id.
    public let pid: Int32
    /// The peer's effective user id.
    public let userID: UInt32
    /// The peer's effective group id.
    public let groupID: UInt32

    /// Asks the kernel about the peer of a connected socket.
    public static func of(_ socket: RawDescriptor) throws(SystemError) -> PeerCredentials {
        var peer = weld_peer()
        unsafe try checked(weld_peer(socket.rawValue, &peer), "read peer credentials")
        return PeerCredentials(pid: peer.process, userID: peer.user, groupID: peer.group)
    }
}

/// Local stream sockets: connecting, accepting, sending.
///
/// ``ListeningSocket`` listens.
public enum StreamSocket {
    /// The longest socket path in bytes: 107 on Linux.
    public static let pathLimit = weld_path_limit()

    /// The most descriptors that one message can carry: 253 on Linux.
    public static let descriptorLimit = Int(WELD_HANDLE_LIMIT)

    /// Connects; waits for room in the listener's backlog, at most until the deadline.
    public static func connect(
        to path: String, until deadline: Deadline
    ) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(
            adopting: unsafe try checked(
                weld_connect(path, deadline.nanoseconds), "connect", path: path))
    }

    /// Takes the next connection; nil when a non-blocking listener has none, or when the one it
    /// had went away again.
    public static func accept(_ listener: RawDescriptor) throws(SystemError) -> OwnedDescriptor? {
        guard let number = try checkedOrAgain(Int64(weld_accept(listener.rawValue)), "accept")
        else {
            return nil
        }
        return OwnedDescriptor(adopting: Int32(number))
    }

    /// Removes whatever stands at a path: a fault, for sabotages.
    public static func unlink(_ path: String) throws(SystemError) {
        unsafe try checked(weld_remove_file(path), "remove", path: path)
    }

    /// Removes a socket's file if it is still this one; another that stands there is left alone,
    /// also one that takes the place at the same moment.
    public static func remove(_ path: String, ifStill file: DescriptorFacts) throws(SystemError) {
        var made = file.identity
        unsafe try checked(weld_remove_socket(path, &made), "remove", path: path)
    }

    /// How long a blocking receive waits before it returns "nothing yet"; `UInt64.max` is for ever.
    public static func setReceiveTick(_ socket: RawDescriptor, nanoseconds: UInt64)
        throws(SystemError)
    {
        try checked(weld_set_receive_tick(socket.rawValue, nanoseconds), "set receive tick")
    }

    /// Asks for a size of the kernel's send buffer; the kernel doubles and clamps it.
    public static func setSendBuffer(_ socket: RawDescriptor, bytes: Int32) throws(SystemError) {
        try checked(weld_set_send_buffer(socket.rawValue, bytes), "set send buffer")
    }

    /// Makes every call on a descriptor return "would block" instead of waiting, or wait again.
    public static func setNonBlocking(
        _ descriptor: RawDescriptor, _ isNonBlocking: Bool
    ) throws(SystemError) {
        try checked(
            weld_set_non_blocking(descriptor.rawValue, isNonBlocking), "set descriptor flags")
    }

    /// Ends both directions: whoever waits in a receive wakes with the end of the stream.
    public static func shutdown(_ socket: RawDescriptor) {
        _ = weld_shutdown(socket.rawValue, false)
    }

    /// Ends our direction only: the peer reads its end and may still send.
    public static func endSending(_ socket: RawDescriptor) {
        _ = weld_shutdown(socket.rawValue, true)
    }

    /// Sends what the socket takes at once, without waiting and without SIGPIPE; nil when it takes
    /// nothing.
    @inlinable
    public static func send(
        _ socket: RawDescriptor, _ bytes: UnsafeRawBufferPointer
    ) throws(SystemError) -> Int? {
        unsafe try checkedOrAgain(
            weld_send(socket.rawValue, bytes.baseAddress, bytes.count, nil, 0), "send")
    }

    /// Sends likewise, with descriptors that are lent and travel with the first byte.
    public static func send(
        _ socket: RawDescriptor, _ bytes: UnsafeRawBufferPointer, descriptors: [RawDescriptor]
    ) throws(SystemError) -> Int? {
        // The C side sees an array of the numbers: that is what a RawDescriptor is.
        let count = unsafe descriptors.withUnsafeBufferPointer { raw in
            unsafe raw.withMemoryRebound(to: Int32.self) { numbers in
                unsafe weld_send(
                    socket.rawValue, bytes.baseAddress, bytes.count, numbers.baseAddress,
                    Int32(numbers.count))
            }
        }
        return try checkedOrAgain(count, "send")
    }
}

extension StreamSocket {
    /// Looks at the first bytes that wait, without taking or waiting for any; nil when none do, 0 at
    /// the end of the stream.
    public static func peek(
        _ socket: RawDescriptor, into buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> Int? {
        var received = weld_received()
        return unsafe try checkedOrAgain(
            weld_receive(
                socket.rawValue, buffer.baseAddress, buffer.count, Int32(WELD_PEEKS), nil, 0,
                &received), "look at what came")
    }
}

// MARK: - Receiving

/// What one receive brought.
public struct SocketRead: Sendable, Equatable {
    /// Bytes read; 0 is the end of the stream.
    public let byteCount: Int
    /// More descriptors had been sent than there was room for; the kernel closed the rest.
    public let isControlTruncated: Bool

    @inlinable
    init(byteCount: Int, isControlTruncated: Bool) {
        self.byteCount = byteCount
        self.isControlTruncated = isControlTruncated
    }
}

/// Receives bytes and descriptors from one socket; owns the room for the descriptors' numbers.
@safe
public struct SocketReceiver: ~Copyable, @unchecked Sendable {
    @usableFromInline let numbers: UnsafeMutablePointer<Int32>
    @usableFromInline let places: Int32
    @usableFromInline let flags: Int32

    /// Prepares room for `places` descriptors a message, 0 to 253.
    ///
    /// `closeOnExec` is false only for the sabotage `fd-no-cloexec`.
    public init(places: Int, closeOnExec: Bool = true) {
        precondition((0...StreamSocket.descriptorLimit).contains(places))
        unsafe numbers = .allocate(capacity: max(1, places))
        self.places = Int32(places)
        flags = closeOnExec ? 0 : Int32(WELD_INHERITS)
    }

    deinit {
        unsafe numbers.deallocate()
    }

    /// Receives once; nil when nothing came: at once if not `waits`, else within the receive tick
    /// or before a signal.
    ///
    /// Descriptors that came are appended to `arrived` whatever else is wrong.
    @inlinable
    public borrowing func receive(
        _ socket: RawDescriptor, into buffer: UnsafeMutableRawBufferPointer, waits: Bool,
        arrived: inout DescriptorList
    ) throws(SystemError) -> SocketRead? {
        var received = weld_received()
        let flags = waits ? flags | Int32(WELD_WAITS) : flags
        let count = unsafe try checkedOrAgain(
            weld_receive(
                socket.rawValue, buffer.baseAddress, buffer.count, flags, numbers, places, &received
            ),
            "receive")
        guard let count else { return nil }
        for index in 0..<Int(received.handle_count) {
            arrived.append(
                OwnedDescriptor(adopting: RawDescriptor(rawValue: unsafe numbers[index])))
        }
        return SocketRead(byteCount: count, isControlTruncated: received.is_truncated)
    }
}
