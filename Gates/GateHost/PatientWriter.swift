// Unsafe code: bytes are handed to write by address.
internal import Glibc
internal import Synchronization

/// Writes to a stream that somebody else reads, or does not: one that is full, blocked, closed or
/// without a reader keeps nobody waiting for long and ends nothing (platform.md#surroundings).
///
/// A thread of its own writes. Whoever hands it bytes waits until they are written, but at most as
/// long as the patience, and no more at all while the stream is stuck. What then finds no room is
/// left out, and their number is said as soon as somebody reads again.
public final class PatientWriter: Sendable {
    private struct State {
        var pending: [UInt8] = []
        var isWriting = false
        /// Whether a write was waited for in vain and has not ended since.
        var isStuck = false
        /// Whether the stream takes nothing any more.
        var isGone = false
        var hasThread = false
        /// How many bytes were left out and not yet told.
        var leftOut = 0
    }

    private let descriptor: Int32
    private let patience: Duration
    private let room: Int
    private let state = Mutex(State())
    private let wake: EventCounter
    private let done: EventCounter

    /// Creates a writer to a descriptor that lives as long as the process.
    ///
    /// - Parameters:
    ///   - patience: How long a write may take before it counts as stuck.
    ///   - room: How many bytes wait at most while it is stuck.
    public init(
        to descriptor: Int32, patience: Duration = .seconds(2), room: Int = 1 << 18
    ) throws(SystemError) {
        self.descriptor = descriptor
        self.patience = patience
        self.room = room
        wake = try EventCounter()
        done = try EventCounter()
    }

    /// Whether nobody reads the stream any more, or never did.
    public var isGone: Bool { state.withLock(\.isGone) }

    /// Hands bytes over, and waits for them with patience.
    public func write(_ bytes: [UInt8]) {
        let mustWait = state.withLock { state in
            guard !state.isGone, !bytes.isEmpty else { return false }
            guard state.pending.count + bytes.count <= room || state.pending.isEmpty else {
                state.leftOut += bytes.count
                return false
            }
            if !state.hasThread { state.hasThread = start() }
            guard state.hasThread else { return true }
            state.pending += bytes
            return !state.isStuck
        }
        guard state.withLock({ $0.hasThread || $0.isGone }) else {
            return Self.write(bytes, to: descriptor, patience: patience)
        }
        wake.signal()
        if mustWait { waitUntilWritten() }
    }

    /// Writes bytes without a thread or a counter, for who gets neither from the system: as much as
    /// the stream takes in that time.
    public static func write(
        _ bytes: [UInt8], to descriptor: Int32, patience: Duration = .seconds(2)
    ) {
        let deadline = Deadline.after(patience)
        var rest = bytes[...]
        while !rest.isEmpty {
            let found = (try? Poll.wait(descriptor, for: .writable, until: deadline)) ?? []
            guard found.contains(.writable) else { return }
            // What a pipe that can be written to takes without anybody's waiting (pipe(7)).
            let part = Array(rest.prefix(Int(PIPE_BUF)))
            let taken = unsafe part.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            guard taken > 0 || (taken < 0 && errno == EINTR) else { return }
            rest = rest.dropFirst(max(0, taken))
        }
    }

    private func start() -> Bool {
        let thread = try? OSThread.start(named: "stream") { [self] in
            while work() {}
        }
        return thread != nil
    }

    private func waitUntilWritten() {
        let deadline = Deadline.after(patience)
        while !isIdle {
            if deadline.hasPassed { return state.withLock { $0.isStuck = true } }
            // Another who waits may take the signal: so nobody waits for it alone.
            let moment = min(deadline, .after(.milliseconds(20)))
            _ = try? Poll.wait(done.descriptor.rawValue, for: .readable, until: moment)
            done.drain()
        }
    }

    private var isIdle: Bool {
        state.withLock { $0.isGone || ($0.pending.isEmpty && !$0.isWriting) }
    }

    /// Waits for bytes and writes them; false once nobody reads.
    private func work() -> Bool {
        _ = try? Poll.wait(wake.descriptor.rawValue, for: .readable, until: .never)
        wake.drain()
        while let bytes = next() {
            let isRead = writeAll(bytes)
            state.withLock { state in
                state.isWriting = false
                state.isStuck = false
                if !isRead { state = State(isGone: true, hasThread: true) }
            }
            if !isRead {
                done.signal()
                return false
            }
        }
        done.signal()
        return true
    }

    private func next() -> [UInt8]? {
        state.withLock { state in
            guard !state.pending.isEmpty else { return nil }
            var bytes = state.pending
            state.pending = []
            if state.leftOut > 0 {
                bytes += Array("[\(state.leftOut) bytes were left out: nobody read them]\n".utf8)
                state.leftOut = 0
            }
            state.isWriting = true
            return bytes
        }
    }

    /// Writes everything, however long that takes; false where the stream takes nothing more.
    private func writeAll(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let taken = unsafe bytes.withUnsafeBytes { all in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: all[offset...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if taken > 0 {
                offset += taken
            } else if taken < 0, errno == EAGAIN {
                // Somebody else made the open file so.
                _ = try? Poll.wait(descriptor, for: .writable, until: .never)
            } else if taken == 0 || errno != EINTR {
                return false
            }
        }
        return true
    }
}
