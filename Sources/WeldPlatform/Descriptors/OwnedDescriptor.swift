internal import CWeldPlatform
internal import Glibc

/// The sole owner of an open descriptor: whoever drops it closes it.
///
/// Every descriptor that the engine makes is close-on-exec (platform.md#transport).
@frozen
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
        let copy = try systemCall("duplicate descriptor") { fcntl(number, F_DUPFD_CLOEXEC, 0) }
        return OwnedDescriptor(adopting: copy)
    }
}
