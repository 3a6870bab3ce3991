// Unsafe code: directory streams and buffers lent to the C library.
internal import Glibc

/// Reads what the kernel shows as files; a name that vanished is nil, never an error: everything is
/// read afresh and may vanish between two calls.
enum FileSystemReading {
    /// What identifies a file, whatever its name.
    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
        var mode: UInt32

        /// The file type bits of the mode.
        var type: UInt32 { mode & UInt32(S_IFMT) }
    }

    /// Returns the names in a directory, or nil where it cannot be listed.
    static func names(in path: String) -> [String]? {
        guard let directory = unsafe opendir(path) else { return nil }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Most bytes of a text: more than the mappings of the largest process, and a bound for what a
    /// process can make as long as it likes, such as its command line.
    private static let longestText = 64 << 20

    /// Returns the whole text of a file, or nil where it cannot be read; beyond 64 MiB it is cut.
    static func text(of path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { bytes in
                unsafe read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 || content.count >= longestText {
                return String(decoding: content, as: UTF8.self)
            }
            content.append(contentsOf: chunk[..<count])
        }
    }

    /// Returns bytes of a file from an offset on, or nil where they cannot be read; nothing else of
    /// the file is touched.
    static func bytes(of path: String, at offset: Int, count: Int) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let found = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        }
        guard found >= 0 else { return nil }
        return Array(bytes.prefix(found))
    }

    /// Returns where a symbolic link points, or nil where it cannot be read.
    static func target(of path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let capacity = buffer.count
        let count = unsafe readlink(path, &buffer, capacity)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Returns the identity of what a path leads to, or of the path itself.
    static func identity(of path: String, followingLinks: Bool) -> Identity? {
        var status = stat()
        let result =
            followingLinks ? unsafe stat(path, &status) : unsafe lstat(path, &status)
        guard result == 0 else { return nil }
        return Identity(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
            mode: UInt32(status.st_mode))
    }
}
