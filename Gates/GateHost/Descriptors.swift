// Unsafe code: buffers are handed to read, write and their kin by address.
internal import CGateHost
internal import Glibc
internal import Synchronization

/// The sole owner of an open descriptor: whoever drops it closes it.
///
/// Every descriptor that the judge makes is close-on-exec.
public struct OwnedDescriptor: ~Copyable, Sendable {
    /// The number, valid while the owner lives.
    public let rawValue: Int32

    /// Takes over an open descriptor; nobody else may close it from now on.
    public init(adopting rawValue: Int32) {
        precondition(rawValue >= 0, "a descriptor number is never negative")
        self.rawValue = rawValue
    }

    deinit {
        _ = Glibc.close(rawValue)
    }

    /// Gives the descriptor away: the caller must see to its closing.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }

    /// Closes and reports what the system said; the number is free even when this throws.
    public consuming func close() throws(SystemError) {
        let number = release()
        // No retry: Linux has released the number even when close reports EINTR.
        if Glibc.close(number) != 0, errno != EINTR {
            throw SystemError(code: errno, operation: "close")
        }
    }

    /// Returns a second descriptor for the same open file, close-on-exec.
    public borrowing func duplicate() throws(SystemError) -> OwnedDescriptor {
        try Self.duplicating(rawValue)
    }

    /// Returns a second, close-on-exec descriptor for an open file that somebody else owns.
    public static func duplicating(_ number: Int32) throws(SystemError) -> OwnedDescriptor {
        let copy = try systemCall("duplicate descriptor") { fcntl(number, F_DUPFD_CLOEXEC, 3) }
        return OwnedDescriptor(adopting: copy)
    }

    // MARK: - Reading and writing

    /// Reads once; 0 is the end, nil means that a non-blocking descriptor has nothing yet.
    public borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> Int? {
        let number = rawValue
        return try systemCallOrWouldBlock("read") {
            unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
        }
    }

    /// Writes once and returns how much was taken; nil means that it would have blocked.
    ///
    /// On a pipe this raises SIGPIPE when no reader is left; see ``Signals``.
    public borrowing func write(
        _ bytes: UnsafeRawBufferPointer
    ) throws(SystemError) -> Int? {
        let number = rawValue
        return try systemCallOrWouldBlock("write") {
            unsafe Glibc.write(number, bytes.baseAddress, bytes.count)
        }
    }

    /// Makes reads and writes return "would block" instead of waiting.
    ///
    /// The flag belongs to the open file and so to every process that shares it.
    public borrowing func setNonBlocking(_ isNonBlocking: Bool = true) throws(SystemError) {
        let number = rawValue
        let flags = try systemCall("read file flags") { fcntl(number, F_GETFL) }
        let wanted = isNonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
        try systemCall("set file flags") { fcntl(number, F_SETFL, wanted) }
    }

    /// Returns the other end of the pipe that this is the read end of, once more, close-on-exec and
    /// blocking: for who lets its own go, so that the pipe ends with its writers.
    public borrowing func reopenedPipe() throws(SystemError) -> OwnedDescriptor {
        let path = "/proc/self/fd/\(rawValue)"
        let number = try systemCall("reopen pipe", path: path) {
            unsafe Glibc.open(path, O_WRONLY | O_CLOEXEC)
        }
        return OwnedDescriptor(adopting: number)
    }

    /// Asks for room for this many bytes in a pipe; the kernel rounds up, and may refuse.
    public borrowing func setPipeCapacity(_ bytes: Int32) throws(SystemError) {
        let number = rawValue
        try systemCall("size pipe") { gate_host_size_pipe(number, bytes) }
    }

    /// Returns how many bytes a pipe has room for.
    public borrowing func pipeCapacity() throws(SystemError) -> Int {
        let number = rawValue
        return Int(try systemCall("ask for the size of a pipe") { gate_host_pipe_size(number) })
    }
}

/// A descriptor that a thread and a task share: closed when one of them asks, or with the last.
public final class SharedDescriptor: Sendable {
    private let held: Atomic<Int32>
    private let isOwner: Bool

    /// Takes a descriptor over.
    public init(adopting descriptor: consuming OwnedDescriptor) {
        held = Atomic(descriptor.release())
        isOwner = true
    }

    /// Uses a descriptor that lives as long as the process, and never closes it.
    public init(lending rawValue: Int32) {
        held = Atomic(rawValue)
        isOwner = false
    }

    deinit { close() }

    /// The number, for lending to the kernel; negative once closed.
    public var rawValue: Int32 { held.load(ordering: .acquiring) }

    /// Closes the descriptor; a second time does nothing.
    public func close() {
        let number = held.exchange(-1, ordering: .acquiringAndReleasing)
        if number >= 0, isOwner { Glibc.close(number) }
    }

    /// Reads once into the buffer: the number of bytes, 0 at the end or after an error, nil where
    /// nothing waits.
    public func read(into buffer: inout [UInt8]) -> Int? {
        let number = rawValue
        return unsafe buffer.withUnsafeMutableBytes { bytes in
            do throws(SystemError) {
                return try systemCallOrWouldBlock("read") {
                    unsafe Glibc.read(number, bytes.baseAddress, bytes.count)
                }
            } catch {
                return 0
            }
        }
    }

    /// Writes everything to a descriptor that blocks; returns false where its reader is gone.
    public func write(_ bytes: [UInt8]) -> Bool {
        let number = rawValue
        return unsafe bytes.withUnsafeBytes { all in
            var written = 0
            while written < all.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: all[written...])
                let count = try? systemCall("write") {
                    unsafe Glibc.write(number, rest.baseAddress, rest.count)
                }
                guard let count, count > 0 else { return false }
                written += count
            }
            return true
        }
    }
}
