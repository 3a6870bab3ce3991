internal import Glibc

/// What a descriptor refers to, by identity: two descriptors with equal device and inode are the
/// same object (gates.md#rule-6 and gates.md#g7).
public struct DescriptorFacts: Sendable, Equatable {
    /// The kinds of objects that gates tell apart.
    public enum Kind: String, Sendable, Equatable {
        /// A regular file, or memory without a name (memfd).
        case regular
        /// A pipe or FIFO.
        case pipe
        /// A socket.
        case socket
        /// A directory.
        case directory
        /// A terminal or another character device.
        case characterDevice
        /// A block device.
        case blockDevice
        /// A symbolic link.
        case symbolicLink
        /// An object of the kernel without a file type (eventfd, pidfd, signalfd, epoll).
        case anonymous
    }

    /// The kind of object.
    public let kind: Kind
    /// The device that holds it.
    public let device: UInt64
    /// Its number on that device.
    public let inode: UInt64
    /// The owner's user id.
    public let owner: UInt32
    /// Permission bits, 0 to 0o7777.
    public let mode: UInt32
    /// Size in bytes, for what has one.
    public let size: Int

    /// Reads the facts of an open descriptor.
    public static func of(_ descriptor: Int32) throws(SystemError) -> DescriptorFacts {
        var status = stat()
        try systemCall("fstat") { unsafe fstat(descriptor, &status) }
        return DescriptorFacts(status)
    }

    /// Reads the facts of what stands at a path, without following a symbolic link; nil when
    /// nothing does.
    public static func at(_ path: String) throws(SystemError) -> DescriptorFacts? {
        var status = stat()
        do throws(SystemError) {
            try systemCall("examine", path: path) { unsafe lstat(path, &status) }
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
        return DescriptorFacts(status)
    }

    /// Whether a descriptor is closed when its process executes another program.
    public static func isCloseOnExec(_ descriptor: Int32) throws(SystemError) -> Bool {
        try systemCall("read descriptor flags") { fcntl(descriptor, F_GETFD) } & FD_CLOEXEC != 0
    }

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            case S_IFDIR: .directory
            case S_IFCHR: .characterDevice
            case S_IFBLK: .blockDevice
            case S_IFLNK: .symbolicLink
            default: .anonymous
            }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        owner = status.st_uid
        mode = status.st_mode & 0o7777
        size = Int(status.st_size)
    }
}
