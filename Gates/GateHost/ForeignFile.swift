// Unsafe code: a path is handed to open, and a buffer to pread, by address.
internal import Glibc

/// Files at places where others can write: whatever stands there, reading it ends.
///
/// A symbolic link is not followed, what is no regular file is not opened for long, and nobody is
/// waited for.
public enum ForeignFile {
    /// Returns the first bytes of a regular file, at most so many; nil where there is none.
    public static func beginning(of path: String, atMost limit: Int) -> [UInt8]? {
        read(path, limit) { _ in 0 }
    }

    /// Returns the last bytes of a regular file, at most so many; nil where there is none.
    public static func end(of path: String, atMost limit: Int) -> [UInt8]? {
        read(path, limit) { size in max(0, size - limit) }
    }

    /// Writes a file of mode 0600 that must not exist yet, whatever stands there instead.
    ///
    /// - Throws: EEXIST where something does.
    public static func make(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
        let file = try RegularFile.create(path)
        try WholeWrite.all(bytes, to: file.rawValue, path: path)
    }

    private static func read(
        _ path: String, _ limit: Int, from start: (Int) -> Int
    ) -> [UInt8]? {
        guard !path.utf8.contains(0) else { return nil }
        let number = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard number >= 0 else { return nil }
        let file = OwnedDescriptor(adopting: number)
        guard let facts = try? DescriptorFacts.of(file.rawValue), facts.kind == .regular,
            facts.size >= 0
        else { return nil }
        let offset = start(facts.size)
        var bytes: [UInt8] = []
        // Of a size that is a lie no more is set aside than there is.
        while bytes.count < limit,
            let more = try? file.bytes(
                min(limit - bytes.count, 1 << 20), at: Int64(offset + bytes.count)),
            !more.isEmpty
        {
            bytes += more
        }
        return bytes
    }
}
