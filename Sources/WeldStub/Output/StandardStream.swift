// Unsafe code: a text's bytes are handed to write by address.

internal import WeldPlatform

/// Standard output and standard error, without the C library's buffers.
public enum StandardStream: Int32, Sendable {
    /// Where `--help` and `--version` go.
    case output = 1
    /// Where the log goes.
    case error = 2

    /// Writes all of a text; a stream that nobody reads is given up silently.
    public func write(_ text: String) {
        let bytes = Array(text.utf8)
        LentDescriptor.use(rawValue) { stream in
            unsafe bytes.withUnsafeBytes { all in
                var offset = 0
                while offset < all.count {
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: all[offset...])
                    guard let taken = unsafe try? stream.write(rest), taken > 0 else { return }
                    offset += taken
                }
            }
        }
    }
}
