// Unsafe code: the system's record of a file is passed by address, and paths as C strings.
internal import CGateHost
internal import Glibc
internal import SystemPackage

/// What a descriptor refers to, or what stands at a path: two with equal device and inode are the
/// same object (gates.md#rule-6 and gates.md#g7).
public struct DescriptorFacts: Sendable, Hashable {
    /// The kinds of objects that gates tell apart.
    public enum Kind: String, Sendable, Hashable {
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
    /// When its content changed, in nanoseconds since 1970; the nearest that a number holds.
    public let modified: Int64

    /// Reads the facts of an open descriptor.
    public static func of(_ descriptor: Int32) throws(SystemError) -> DescriptorFacts {
        var status = stat()
        try systemCall("examine descriptor") { unsafe fstat(descriptor, &status) }
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

    /// Reads the facts of what a path leads to, through symbolic links; nil where nothing can be
    /// seen there.
    public static func following(_ path: String) -> DescriptorFacts? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? DescriptorFacts(status) : nil
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
        modified = clampedNanoseconds(status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}

/// What changes with a file's content, its name and what else is kept of it: two looks that are
/// equal saw the same file untouched.
public struct FileVersion: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let modified: Int64
    /// When anything at all was changed, which nobody can set.
    private let changed: Int64

    /// Looks at what a path leads to, through symbolic links; nil where nothing can be seen there.
    public static func following(_ path: String) -> FileVersion? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? FileVersion(status) : nil
    }

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = clampedNanoseconds(status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        changed = clampedNanoseconds(status.st_ctim.tv_sec, status.st_ctim.tv_nsec)
    }
}

/// Returns nanoseconds since 1970, as near as they can be told: a file's time may lie before 1678
/// and after 2262, which no number of 64 bits reaches.
func clampedNanoseconds(_ seconds: Int, _ nanoseconds: Int) -> Int64 {
    let (whole, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, isTooLate) = whole.addingReportingOverflow(Int64(nanoseconds))
    return isTooLate ? .max : sum
}

/// Files with names.
public enum RegularFile {
    /// Creates a file of mode 0600 for reading and writing; one that exists is an error.
    public static func create(_ path: String) throws(SystemError) -> OwnedDescriptor {
        do {
            let file = try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite)
            return OwnedDescriptor(adopting: file.rawValue)
        } catch {
            throw SystemError(error, operation: "create", path: path)
        }
    }

    /// Removes a file's name.
    public static func remove(_ path: String) throws(SystemError) {
        try systemCall("remove", path: path) { unsafe unlink(path) }
    }

    /// Makes a file this process's as an editor's named memory is its own: by a lock of the open-file
    /// kind, held for as long as the descriptor is open (platform.md#owner).
    public static func own(_ file: borrowing OwnedDescriptor) throws(SystemError) {
        let number = file.rawValue
        try systemCall("own a file") { gate_host_own(number) }
    }

    /// Whether this process may execute what a path leads to.
    public static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }
}

/// Names that are no plain file's.
public enum SpecialFile {
    /// Makes a pipe with a name, mode 0600, which must not exist yet.
    public static func makePipe(_ path: String) throws(SystemError) {
        try systemCall("make a named pipe", path: path) { unsafe mkfifo(path, 0o600) }
    }

    /// Opens the device that takes everything and keeps nothing.
    public static func openNull() throws(SystemError) -> OwnedDescriptor {
        let path = "/dev/null"
        return OwnedDescriptor(
            adopting: try systemCall("open", path: path) {
                unsafe Glibc.open(path, O_RDWR | O_CLOEXEC)
            })
    }

    /// Gives what stands at a path a second name, which must not exist yet.
    public static func link(_ path: String, as second: String) throws(SystemError) {
        try systemCall("link", path: second) { unsafe Glibc.link(path, second) }
    }

    /// Gives what stands at a path another name; what stood there is gone.
    public static func rename(_ path: String, to other: String) throws(SystemError) {
        try systemCall("rename", path: path) { unsafe Glibc.rename(path, other) }
    }
}

/// Directories of this user alone, and the lock files in them.
public enum PrivateDirectory {
    /// Makes a directory of mode 0700, which must not exist yet.
    public static func make(_ path: String) throws(SystemError) {
        try systemCall("make directory", path: path) { unsafe mkdir(path, 0o700) }
    }

    /// Makes a directory of mode 0700 whose path begins so and ends in six characters that nobody
    /// can foretell; returns the path.
    public static func makeUnique(_ beginning: String) throws(SystemError) -> String {
        var path = Array("\(beginning)-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&path) != nil else {
            throw SystemError(code: errno, operation: "make a directory", path: beginning)
        }
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Opens a real directory of this user, never a symbolic link; nil where it is none.
    public static func open(_ path: String) -> OwnedDescriptor? {
        guard
            let directory = try? FileDescriptor.open(
                FilePath(path), .readOnly, options: [.directory, .noFollow, .closeOnExec])
        else { return nil }
        let owned = OwnedDescriptor(adopting: directory.rawValue)
        guard (try? DescriptorFacts.of(owned.rawValue))?.owner == getuid() else { return nil }
        return owned
    }

    /// Makes a file that must not exist yet and holds a lock on it for as long as it is open.
    public static func makeLock(_ path: String) throws(SystemError) -> OwnedDescriptor {
        let file = try RegularFile.create(path)
        let number = file.rawValue
        try systemCall("lock", path: path) { persistently { gate_host_lock(number) } }
        return file
    }

    /// Asks for a lock again for a moment, since who asks whether it is held holds it for one.
    private static func persistently(_ lock: () -> Int32) -> Int32 {
        for _ in 0..<100 {
            let result = lock()
            if result == 0 || errno != EWOULDBLOCK { return result }
            Pause.wait(.milliseconds(1))
        }
        return lock()
    }

    /// Takes part in a lock that many may hold at once, for as long as what is returned is open; nil
    /// where the file is missing or one has it alone.
    public static func share(_ path: String) -> OwnedDescriptor? {
        let number = unsafe Glibc.open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { return nil }
        let file = OwnedDescriptor(adopting: number)
        guard gate_host_share_lock(file.rawValue) == 0 else { return nil }
        return file
    }

    /// A part in the lock of a folder, held for as long as the descriptor is open.
    @frozen
    public struct Part: ~Copyable {
        /// The folder.
        public let descriptor: OwnedDescriptor
        /// Whether nobody else had a part in it.
        public let wasAlone: Bool
    }

    /// Takes part in the lock of any folder that may be read; nil where that cannot be.
    public static func takePart(in folder: String) -> Part? {
        let number = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { return nil }
        let file = OwnedDescriptor(adopting: number)
        let wasAlone = gate_host_lock(file.rawValue) == 0
        let descriptor = file.rawValue
        guard persistently({ gate_host_share_lock(descriptor) }) == 0 else { return nil }
        return Part(descriptor: file, wasAlone: wasAlone)
    }

    /// Whether nobody holds the lock on a file of that directory; a missing file is not held.
    public static func isUnlocked(_ name: String, in directory: borrowing OwnedDescriptor) -> Bool {
        let number = unsafe openat(directory.rawValue, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { return errno == ENOENT }
        let file = OwnedDescriptor(adopting: number)
        return gate_host_lock(file.rawValue) == 0
    }
}

extension SystemError {
    /// Names what swift-system threw.
    fileprivate init(_ error: any Error, operation: String, path: String) {
        let code = (error as? Errno)?.rawValue ?? EIO
        self.init(code: code, operation: operation, path: path)
    }
}
