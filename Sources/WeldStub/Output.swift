// Unsafe code: a text's bytes are handed to write by address.

internal import WeldPlatform

/// A stub's log: lines on standard error, one write each.
///
/// Bounded: a stub that serves thousands of broken peers says so by its events, and must not fill
/// somebody's disk. It ends and stops no stub either (platform.md#streams): a line that finds no room
/// in a pipe, on a disk or on a terminal that nobody empties is left out and counted, and so is one
/// for which there is no reader any more; the next line that finds room is preceded by how many.
public final class Log: Sendable {
    private struct State {
        /// How many lines were written.
        var written = 0
        /// How many were left out since the last one that was written.
        var lost = 0
    }

    private let program: String
    /// Held while a line is written, so that none takes the room of another.
    private let lines = Lock(State())
    private let stream: RawDescriptor

    /// Most lines that a process writes.
    public static let limit = 300
    /// The longest line, in bytes: a pipe that has any room has room for as many.
    private static let longest = 4096

    /// Makes the log of a program.
    public convenience init(program: String) {
        self.init(
            program: program, stream: RawDescriptor(rawValue: StandardStream.error.rawValue))
    }

    /// Makes a log that goes to a stream that somebody else owns.
    init(program: String, stream: RawDescriptor) {
        self.program = program
        self.stream = stream
    }

    /// Writes a line.
    public func callAsFunction(_ text: String) {
        lines.withLock { state in
            guard state.written < Self.limit else { return }
            tellLost(&state)
            guard write(text) else {
                state.lost += 1
                return
            }
            state.written += 1
            if state.written == Self.limit { _ = write("no further lines are written") }
        }
    }

    private func tellLost(_ state: inout State) {
        guard state.lost > 0 else { return }
        let count = state.lost == 1 ? "1 line" : "\(state.lost) lines"
        if write("\(count) found no room here") { state.lost = 0 }
    }

    /// Writes a line; false where that would have to wait, or is not possible.
    private func write(_ text: String) -> Bool {
        let room = Self.longest - program.utf8.count - 3
        let line = "\(program): \(LogText.line(text, limit: room))\n"
        let bytes = Array(line.utf8)
        return unsafe bytes.withUnsafeBytes { all in
            do throws(SystemError) {
                return unsafe try OwnedDescriptor.writeNow(all, to: stream) != nil
            } catch {
                // Its reader is gone, or the system has no way to ask it for its room.
                guard error.kind != .brokenPipe, hasRoom else { return false }
                return LentDescriptor.use(stream) { lent in
                    unsafe ((try? lent.write(all)) ?? nil) != nil
                }
            }
        }
    }

    /// Whether a line would find room now, as far as can be told without taking the room.
    private var hasRoom: Bool {
        let found = (try? Poll.wait(stream, for: .writable, until: .immediately)) ?? []
        return found.contains(.writable) && !found.contains(.failed)
    }
}

/// Standard output and standard error, without the C library's buffers.
public enum StandardStream: Int32, Sendable {
    /// Where `--help` and `--version` go.
    case output = 1
    /// Where the log goes.
    case error = 2

    /// Opens those of the three standard streams that are closed, to nowhere.
    static func openClosed() throws(SystemError) { try ProcessEnvironment.fillStandardStreams() }

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
