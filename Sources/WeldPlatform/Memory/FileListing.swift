// Unsafe code: lstat fills a C structure that is passed by address.

internal import Glibc

/// What a sweep must know about a directory.
public enum FileListing {
    /// Returns the names in a directory, without `.` and `..`.
    public static func names(in path: String) throws(SystemError) -> [String] {
        try SmallFile.names(in: path)
    }

    /// Returns when a file was last modified, in nanoseconds since 1970; symbolic links are not
    /// followed.
    public static func modificationTime(of path: String) throws(SystemError) -> UInt64 {
        var status = stat()
        try systemCall("examine", path: path) { unsafe lstat(path, &status) }
        let seconds = UInt64(max(0, status.st_mtim.tv_sec))
        return seconds * 1_000_000_000 + UInt64(status.st_mtim.tv_nsec)
    }
}
