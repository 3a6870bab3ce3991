// Unsafe code: bytes and descriptors are handed to the kernel by address.
internal import CGateHost
internal import Glibc

/// What one receive brought.
public struct SocketArrival: Equatable, Sendable {
    /// Bytes read; 0 is the end of the stream.
    public let byteCount: Int
    /// How many descriptors came along.
    public let descriptorCount: Int
}

// Connections of the judge's own, none of which ever blocks.
extension StreamSocket {
    /// Most descriptors that one message can carry; the kernel's limit.
    public static let descriptorLimit = 253

    /// Listens at a path of at most 107 bytes, which must not exist yet; the file is the caller's
    /// to remove.
    public static func listen(at path: String) throws(SystemError) -> OwnedDescriptor {
        let socket = try make()
        let number = socket.rawValue
        try systemCall("listen", path: path) { unsafe gate_host_listen(number, path, 16) }
        return socket
    }

    /// Takes the next connection; nil where none waits.
    public static func accept(from listener: Int32) throws(SystemError) -> OwnedDescriptor? {
        let number = try systemCallOrWouldBlock("accept") { Int(gate_host_accept(listener)) }
        return number.map { OwnedDescriptor(adopting: Int32($0)) }
    }

    /// Connects to a path; nil where the listener has no room at the moment.
    ///
    /// - Parameter user: Whose process the listener shall see; nil is this one's.
    public static func connect(
        to path: String, as user: UInt32? = nil
    ) throws(SystemError) -> OwnedDescriptor? {
        let socket = try make()
        let number = socket.rawValue
        let done = try systemCallOrWouldBlock("connect") {
            unsafe Int(
                user.map { unsafe gate_host_connect_as(number, path, $0) }
                    ?? gate_host_connect(number, path))
        }
        if done == nil { return nil }
        return socket
    }

    /// Sends what the socket takes now, without SIGPIPE; nil where it takes nothing.
    ///
    /// - Parameter descriptors: At most 253, which are lent and travel with the first byte.
    public static func send(
        _ bytes: UnsafeRawBufferPointer, descriptors: [Int32] = [], on socket: Int32
    ) throws(SystemError) -> Int? {
        try systemCallOrWouldBlock("send") {
            unsafe gate_host_send(
                socket, bytes.baseAddress, bytes.count, descriptors, descriptors.count)
        }
    }

    /// Receives once; nil where nothing is there.
    ///
    /// - Parameter kept: Takes the first descriptor that came along; the others are closed.
    public static func receive(
        into buffer: UnsafeMutableRawBufferPointer, from socket: Int32,
        keeping kept: inout OwnedDescriptor?
    ) throws(SystemError) -> SocketArrival? {
        var first: Int32 = -1
        var count = 0
        let received = try systemCallOrWouldBlock("receive") {
            unsafe gate_host_receive(socket, buffer.baseAddress, buffer.count, &first, 1, &count)
        }
        guard let received else { return nil }
        if first >= 0 { kept = OwnedDescriptor(adopting: first) }
        return SocketArrival(byteCount: received, descriptorCount: count)
    }

    /// Ends the stream in our direction; a peer that is gone needs no end.
    public static func endSending(_ socket: Int32) { _ = gate_host_end_sending(socket) }

    /// Bytes that came and were not read.
    public static func unreadBytes(_ socket: Int32) -> Int { max(0, Int(gate_host_unread(socket))) }

    /// Whether the other side has read everything that was sent.
    public static func isAllRead(_ socket: Int32) -> Bool { gate_host_unsent(socket) == 0 }
}
