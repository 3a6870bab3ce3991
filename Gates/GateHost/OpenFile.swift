// Unsafe code: buffers are handed to pread and pwrite by address.
internal import CGateHost
internal import Glibc

/// What all descriptors of one open file share: where it is read and written next, and how.
public struct OpenFileState: Equatable, Sendable {
    /// The offset; -1 for what has none.
    public var offset: Int64
    /// The status flags, such as O_NONBLOCK, as the kernel keeps them.
    public var flags: Int32

    /// Reads the state behind an open descriptor.
    public static func of(_ descriptor: Int32) throws(SystemError) -> OpenFileState {
        let flags = try systemCall("read file flags") { fcntl(descriptor, F_GETFL) }
        return OpenFileState(offset: Int64(lseek(descriptor, 0, SEEK_CUR)), flags: flags)
    }
}

extension OwnedDescriptor {
    /// Moves the offset that all descriptors of the open file share.
    public borrowing func seek(to offset: Int64) throws(SystemError) {
        let number = rawValue
        _ = try systemCall("seek") { lseek(number, off_t(offset), SEEK_SET) }
    }

    /// Returns so many bytes from an offset on, fewer at the end; moves nothing.
    public borrowing func bytes(_ count: Int, at offset: Int64) throws(SystemError) -> [UInt8] {
        let number = rawValue
        var bytes = [UInt8](repeating: 0, count: count)
        let read = try systemCall("read") {
            unsafe bytes.withUnsafeMutableBytes { raw in
                unsafe pread(number, raw.baseAddress, raw.count, off_t(offset))
            }
        }
        return Array(bytes[..<read])
    }

    /// Fills a buffer from an offset on and returns how many bytes that were, fewer at the end; moves
    /// nothing.
    public borrowing func read(
        into buffer: inout [UInt8], at offset: Int64
    ) throws(SystemError) -> Int {
        let number = rawValue
        return try systemCall("read") {
            unsafe buffer.withUnsafeMutableBytes { raw in
                unsafe pread(number, raw.baseAddress, raw.count, off_t(offset))
            }
        }
    }

    /// Writes bytes at an offset; moves nothing.
    public borrowing func put(_ bytes: [UInt8], at offset: Int64) throws(SystemError) {
        let number = rawValue
        _ = try systemCall("write") {
            unsafe bytes.withUnsafeBytes { raw in
                unsafe pwrite(number, raw.baseAddress, raw.count, off_t(offset))
            }
        }
    }

    /// Returns what can be read now without waiting, at most so many bytes; empty at the end.
    public borrowing func available(_ count: Int) throws(SystemError) -> [UInt8] {
        guard try Poll.wait(rawValue, for: .readable, until: .immediately).contains(.readable)
        else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let number = rawValue
        let read = try systemCall("read") {
            unsafe bytes.withUnsafeMutableBytes { raw in
                unsafe Glibc.read(number, raw.baseAddress, raw.count)
            }
        }
        return Array(bytes[..<read])
    }

    /// Writes until no more is taken without waiting, and returns how many bytes that were; it blocks
    /// from then on.
    public borrowing func fill() throws(SystemError) -> Int {
        let number = rawValue
        let piece = [UInt8](repeating: 7, count: 4096)
        try setNonBlocking()
        var count = 0
        while true {
            let taken = try systemCallOrWouldBlock("fill") {
                unsafe piece.withUnsafeBytes { raw in
                    unsafe Glibc.write(number, raw.baseAddress, raw.count)
                }
            }
            guard let taken else { break }
            count += taken
        }
        try setNonBlocking(false)
        return count
    }
}
