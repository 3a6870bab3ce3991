// Unsafe code: the system's record of a file is passed by address, and its words are a C string.
import Glibc

/// What stands at a path: two with equal device and inode are one file, whatever they are called.
struct FileAtPath: Hashable, Sendable {
    /// What a store can be, and what it cannot.
    enum Kind: String, Sendable {
        case regular = "regular file"
        case directory
        case device
        case pipe
        case socket
        case other = "object of another kind"
    }

    /// A refusal of the system to look, or to remove.
    struct Unseen: Error, CustomStringConvertible {
        let code: Int32

        /// The system's words and its number.
        var description: String {
            "\(unsafe String(cString: strerror(code))) (errno \(code))"
        }
    }

    let kind: Kind
    let device: UInt64
    let inode: UInt64
    /// Size in bytes; never negative.
    let size: Int64
    /// When it was last written, in nanoseconds.
    let modified: Int64

    /// Looks at what a path leads to, through symbolic links; nil where nothing stands.
    ///
    /// A link that leads nowhere is nothing: whoever opens it makes what it names.
    static func of(_ path: String) throws(Unseen) -> FileAtPath? {
        var status = stat()
        guard unsafe stat(path, &status) != 0 else { return FileAtPath(status) }
        let code = errno
        if code == ENOENT { return nil }
        throw Unseen(code: code)
    }

    /// Removes a file; one that is gone already is no error.
    static func remove(_ path: String) throws(Unseen) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw Unseen(code: errno)
    }

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFCHR, S_IFBLK: .device
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .other
            }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = max(0, Int64(status.st_size))
        modified =
            Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }

    /// Whether another is the same file, whatever became of its size.
    func isSame(as other: FileAtPath) -> Bool { device == other.device && inode == other.inode }
}
