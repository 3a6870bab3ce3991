// Unsafe code: message buffers are handed to the kernel by address; the numbers that arrive are
// owned before this file lets go of them.

internal import CWeldPlatform
internal import Glibc

/// What one receive brought.
public struct SocketRead: Sendable, Equatable {
    /// Bytes read; 0 is the end of the stream.
    public let byteCount: Int
    /// More descriptors had been sent than there was room for; the kernel closed the rest.
    public let isControlTruncated: Bool
}

extension StreamSocket {
    /// The most descriptors that one message can carry: 253 on Linux.
    public static let descriptorLimit = Int(WELD_MAXIMUM_DESCRIPTORS)

    /// Sends what the socket takes at once, without waiting and without SIGPIPE; nil when it takes
    /// nothing.
    public static func send(
        _ socket: Int32, _ bytes: UnsafeRawBufferPointer
    ) throws(SystemError) -> Int? {
        try systemCallOrWouldBlock("send") {
            unsafe weld_send(socket, bytes.baseAddress, bytes.count, nil, 0)
        }
    }

    /// Sends likewise, with descriptors that are lent and travel with the first byte.
    public static func send(
        _ socket: Int32, _ bytes: UnsafeRawBufferPointer, descriptors: [Int32]
    ) throws(SystemError) -> Int? {
        try systemCallOrWouldBlock("send") {
            unsafe weld_send(
                socket, bytes.baseAddress, bytes.count, descriptors, Int32(descriptors.count))
        }
    }
}

/// Receives bytes and descriptors from one socket; owns the room for the descriptors' numbers.
@safe
public struct SocketReceiver: ~Copyable, @unchecked Sendable {
    private let numbers: UnsafeMutablePointer<Int32>
    private let places: Int32
    private let closeOnExec: Bool

    /// Prepares room for `places` descriptors a message, 0 to 253.
    ///
    /// `closeOnExec` is false only for the sabotage `fd-no-cloexec`.
    public init(places: Int, closeOnExec: Bool = true) {
        precondition((0...StreamSocket.descriptorLimit).contains(places))
        unsafe numbers = .allocate(capacity: max(1, places))
        self.places = Int32(places)
        self.closeOnExec = closeOnExec
    }

    deinit {
        unsafe numbers.deallocate()
    }

    /// Receives once; nil when nothing came: at once if not `waits`, else within the receive tick
    /// or before a signal.
    ///
    /// Descriptors that came are appended to `arrived` whatever else is wrong.
    public borrowing func receive(
        _ socket: Int32, into buffer: UnsafeMutableRawBufferPointer, waits: Bool,
        arrived: inout DescriptorList
    ) throws(SystemError) -> SocketRead? {
        var received = weld_received()
        let count = try systemCallOrWouldBlock("receive", returnsWhenInterrupted: waits) {
            unsafe weld_receive(
                socket, buffer.baseAddress, buffer.count, waits, closeOnExec, numbers, places,
                &received)
        }
        guard let count else { return nil }
        for index in 0..<Int(received.descriptor_count) {
            arrived.append(OwnedDescriptor(adopting: unsafe numbers[index]))
        }
        return SocketRead(byteCount: count, isControlTruncated: received.control_truncated)
    }
}
