// Unsafe code: bytes and paths are handed to the C library by address.
internal import Glibc

/// Writing of what must arrive whole or be known not to have.
public enum WholeWrite {
    /// Writes all bytes to an open descriptor, whether or not it blocks.
    ///
    /// - Parameter patience: How long a reader may take nothing before ``SystemError/Kind/timedOut``;
    ///   nil waits for one that blocks as long as it lives.
    public static func all(
        _ bytes: [UInt8], to number: Int32, path: String? = nil, patience: Duration? = nil
    ) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            if let patience {
                let found = try Poll.wait(number, for: .writable, until: .after(patience))
                guard !found.isEmpty else {
                    throw SystemError(code: ETIMEDOUT, operation: "write", path: path)
                }
            }
            let from = written
            let count = try systemCall("write", path: path) { () -> Int in
                let count = unsafe bytes.withUnsafeBytes { all in
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: all[from...])
                    return unsafe Glibc.write(number, rest.baseAddress, rest.count)
                }
                // Somebody else made it so; then it is waited for.
                return count == -1 && errno == EAGAIN ? 0 : count
            }
            written += count
            if count == 0 {
                let wait = Deadline.after(patience ?? .seconds(1))
                _ = try Poll.wait(number, for: .writable, until: wait)
            }
        }
    }
}

extension SpecialFile {
    /// Opens what stands at a path for writing, without making, cutting or waiting for anything: a
    /// device, or a pipe that has its reader.
    public static func open(forWriting path: String) throws(SystemError) -> OwnedDescriptor {
        let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        return OwnedDescriptor(
            adopting: try systemCall("open", path: path) { unsafe Glibc.open(path, flags) })
    }

    /// Returns where a symbolic link points; nil where nothing of that kind can be read.
    public static func target(ofLink path: String) -> String? {
        FileSystemReading.target(of: path)
    }
}
