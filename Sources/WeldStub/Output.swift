// Unsafe code: a text's bytes are handed to write by address.

internal import WeldPlatform

/// A stub's log: lines on standard error, one write each.
///
/// Bounded: a stub that serves thousands of broken peers says so by its events, and must not fill
/// somebody's disk. It stops no stub either: a line that finds no room in a pipe that nobody empties
/// is left out, and so is one for which there is no reader any more.
public final class Log: Sendable {
    private let program: String
    /// How many lines there were; held while one is written, so that none takes the room of another.
    private let lines = Lock(0)

    /// Most lines that a process writes.
    public static let limit = 300
    /// The longest line, in bytes: a pipe that has any room has room for as many.
    private static let longest = 4096

    /// Makes the log of a program.
    public init(program: String) {
        self.program = program
    }

    /// Writes a line.
    public func callAsFunction(_ text: String) {
        lines.withLock { number in
            number += 1
            guard number <= Self.limit else { return }
            write(text)
            if number == Self.limit { write("no further lines are written") }
        }
    }

    private func write(_ text: String) {
        let line = "\(program): \(text)\n"
        let stream = RawDescriptor(rawValue: StandardStream.error.rawValue)
        let room = (try? Poll.wait(stream, for: .writable, until: .immediately)) ?? []
        guard line.utf8.count <= Self.longest, room.contains(.writable), !room.contains(.failed)
        else { return }
        StandardStream.error.write(line)
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
