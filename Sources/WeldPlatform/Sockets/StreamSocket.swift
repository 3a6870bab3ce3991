// Unsafe code: sockets are addressed and filled through C buffers.

internal import CWeldPlatform
internal import Glibc

/// Who sits at the other end of a local socket, as the kernel recorded at connect.
public struct PeerCredentials: Sendable, Equatable {
    /// The peer's process id.
    public let pid: Int32
    /// The peer's effective user id.
    public let userID: UInt32
    /// The peer's effective group id.
    public let groupID: UInt32

    /// Asks the kernel about the peer of a connected socket.
    public static func of(_ socket: Int32) throws(SystemError) -> PeerCredentials {
        var pid: pid_t = 0
        var uid: uid_t = 0
        var gid: gid_t = 0
        try systemCall("read peer credentials") {
            unsafe weld_peer_credentials(socket, &pid, &uid, &gid)
        }
        return PeerCredentials(pid: pid, userID: uid, groupID: gid)
    }
}

/// The system calls of local stream sockets (AF_UNIX, SOCK_STREAM), without any policy.
public enum StreamSocket {
    /// The longest socket path in bytes: 107 on Linux.
    public static let pathLimit = weld_socket_path_limit()

    /// Makes an unconnected socket.
    public static func make() throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(adopting: try systemCall("make socket") { weld_socket() })
    }

    /// Binds to a path, which creates the socket file.
    ///
    /// ENAMETOOLONG rather than a cut path.
    public static func bind(_ socket: Int32, to path: String) throws(SystemError) {
        try systemCall("bind", path: path) {
            unsafe weld_bind(socket, path, path.utf8.count)
        }
    }

    /// Restricts a socket that is not bound yet: the file that bind creates takes its mode from the
    /// socket's own inode, less the umask.
    public static func setMode(_ socket: Int32, _ mode: UInt32) throws(SystemError) {
        try systemCall("set mode of socket") { fchmod(socket, mode) }
    }

    /// Sets the mode of a socket file exactly.
    public static func setMode(ofFile path: String, _ mode: UInt32) throws(SystemError) {
        try systemCall("set mode of", path: path) { unsafe chmod(path, mode) }
    }

    /// Removes a socket file.
    public static func unlink(_ path: String) throws(SystemError) {
        try systemCall("remove", path: path) { unsafe Glibc.unlink(path) }
    }

    /// Lets peers connect from now on.
    public static func listen(_ socket: Int32, backlog: Int32) throws(SystemError) {
        try systemCall("listen") { Glibc.listen(socket, backlog) }
    }

    /// Connects; waits for room in the listener's backlog, at most until the deadline.
    public static func connect(
        _ socket: Int32, to path: String, until deadline: Deadline
    ) throws(SystemError) {
        do throws(SystemError) {
            try systemCall("connect", path: path) { () -> Int32 in
                // A full backlog is waited for under the send timeout, read again when interrupted.
                let left = deadline.remainingNanoseconds
                if left == 0 {
                    errno = ETIMEDOUT
                    return -1
                }
                Self.set(SO_SNDTIMEO, of: socket, nanoseconds: left)
                return unsafe weld_connect(socket, path, path.utf8.count)
            }
        } catch  where error.code == EAGAIN {
            throw SystemError(code: ETIMEDOUT, operation: "connect", path: path)
        }
    }

    /// Takes the next connection; nil when a non-blocking listener has none, or when the one it
    /// had went away again.
    public static func accept(_ listener: Int32) throws(SystemError) -> OwnedDescriptor? {
        do throws(SystemError) {
            return try systemCallOrWouldBlock("accept") { Int(weld_accept(listener)) }
                .map { number in OwnedDescriptor(adopting: Int32(number)) }
        } catch  where error.code == ECONNABORTED {
            return nil
        }
    }

    /// How long a blocking receive waits before it returns "nothing yet".
    public static func setReceiveTick(_ socket: Int32, nanoseconds: UInt64) throws(SystemError) {
        try systemCall("set receive tick") {
            Self.set(SO_RCVTIMEO, of: socket, nanoseconds: nanoseconds)
        }
    }

    /// Asks for a size of the kernel's send buffer; the kernel doubles and clamps it.
    public static func setSendBuffer(_ socket: Int32, bytes: Int32) throws(SystemError) {
        var size = bytes
        try systemCall("set send buffer") {
            unsafe setsockopt(
                socket, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// Makes every call on a descriptor return "would block" instead of waiting, or wait again.
    public static func setNonBlocking(
        _ descriptor: Int32, _ isNonBlocking: Bool
    ) throws(SystemError) {
        let flags = try systemCall("read descriptor flags") { fcntl(descriptor, F_GETFL) }
        let wanted = isNonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
        if wanted != flags {
            try systemCall("set descriptor flags") { fcntl(descriptor, F_SETFL, wanted) }
        }
    }

    /// Ends both directions: whoever waits in a receive wakes with the end of the stream.
    public static func shutdown(_ socket: Int32) {
        _ = Glibc.shutdown(socket, Int32(SHUT_RDWR))
    }

    /// Ends our direction only: the peer reads its end and may still send.
    public static func endSending(_ socket: Int32) {
        _ = Glibc.shutdown(socket, Int32(SHUT_WR))
    }

    @discardableResult
    private static func set(_ option: Int32, of socket: Int32, nanoseconds: UInt64) -> Int32 {
        // {0, 0} would mean "for ever", and so would an absurdly large one after the kernel's cut.
        var time = timeval()
        if nanoseconds != .max {
            time.tv_sec = Int(nanoseconds / 1_000_000_000)
            time.tv_usec = max(1, Int(nanoseconds % 1_000_000_000 / 1000))
        }
        return unsafe setsockopt(
            socket, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}
