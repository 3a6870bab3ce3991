// Unsafe code of the harness, part five: paths handed to the C library.
import CGateHost
import Glibc

/// The few file operations that need the system's own words: modes, locks, no symbolic links.
enum HostFile {
    /// Makes a directory of mode 0700.
    static func makePrivateDirectory(_ path: String) throws(HostError) {
        guard unsafe mkdir(path, 0o700) == 0 else {
            throw HostError("make the directory \(path)", code: errno)
        }
    }

    /// Makes a file that must not exist yet and locks it.
    static func makeLocked(_ path: String) throws(HostError) -> HostDescriptor {
        let number = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw HostError("make \(path)", code: errno) }
        let file = HostDescriptor(adopting: number)
        guard gate_host_lock(number) == 0 else {
            throw HostError("lock \(path)", code: errno)
        }
        return file
    }

    /// Opens a real directory of this user, never a symbolic link; nil where it is none.
    static func ownDirectory(_ path: String) -> HostDescriptor? {
        let number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { return nil }
        let directory = HostDescriptor(adopting: number)
        var status = stat()
        guard unsafe fstat(number, &status) == 0, status.st_uid == getuid() else { return nil }
        return directory
    }

    /// Whether nobody holds the lock on a file of that directory; a missing file is not held.
    static func isUnlocked(_ name: String, in directory: HostDescriptor) -> Bool {
        let number = unsafe openat(directory.rawValue, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { return errno == ENOENT }
        let file = HostDescriptor(adopting: number)
        return gate_host_lock(file.rawValue) == 0
    }

    /// Removes one name; a name that is gone, or is somebody else's, stays as it is.
    static func remove(_ path: String) { _ = unsafe unlink(path) }

    /// What the preconditions ask of a file.
    struct Facts: Hashable, Sendable {
        var isRegular: Bool
        var isExecutable: Bool
        var size: Int64
        /// When its content changed, in nanoseconds since 1970.
        var modified: Int64
    }

    /// Returns the facts of what a path leads to, or nil where there is nothing.
    static func facts(_ path: String) -> Facts? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Facts(
            isRegular: status.st_mode & S_IFMT == S_IFREG,
            isExecutable: unsafe access(path, X_OK) == 0, size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000
                + Int64(status.st_mtim.tv_nsec))
    }
}
