// Unsafe code: a text's bytes are handed to write by address.

internal import Synchronization
internal import WeldPlatform

/// A stub's log: lines on standard error, one write each.
///
/// Bounded: a stub that serves thousands of broken peers says so by its events, and must not fill
/// somebody's disk.
public final class Log: Sendable {
    private let program: String
    private let lines = Atomic(0)

    /// Most lines that a process writes: what a pipe takes that nobody reads, so that the log can
    /// stop no stub either.
    public static let limit = 300

    /// Makes the log of a program.
    public init(program: String) {
        self.program = program
    }

    /// Writes a line.
    public func callAsFunction(_ text: String) {
        let number = lines.wrappingAdd(1, ordering: .relaxed).newValue
        guard number <= Self.limit else { return }
        StandardStream.error.write("\(program): \(text)\n")
        if number == Self.limit {
            StandardStream.error.write("\(program): no further lines are written\n")
        }
    }
}

/// Standard output and standard error, without the C library's buffers.
public enum StandardStream: Int32, Sendable {
    /// Where `--help` and `--version` go.
    case output = 1
    /// Where the log goes.
    case error = 2

    /// Writes all of a text; a stream that nobody reads is given up silently.
    public func write(_ text: String) {
        let bytes = Array(text.utf8)
        LentDescriptor.use(RawDescriptor(rawValue: rawValue)) { stream in
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

/// Uses a descriptor that somebody else owns (standard error, `--events-fd`) without closing it.
enum LentDescriptor {
    static func use<Result, Failure: Error>(
        _ lent: RawDescriptor, _ body: (borrowing OwnedDescriptor) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let owner = OwnedDescriptor(adopting: lent)
        do throws(Failure) {
            let result = try body(owner)
            _ = owner.release()
            return result
        } catch {
            _ = owner.release()
            throw error
        }
    }
}
