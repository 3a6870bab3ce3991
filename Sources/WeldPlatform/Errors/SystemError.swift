internal import Glibc

/// A refusal of the operating system: what failed, on what, and the system's own code.
///
/// platform.md#transport wants a timeout, an interrupt, a reset and a broken pipe kept
/// apart; ``kind`` does that without losing ``code``.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The error number (`errno`).
    public let code: Int32
    /// What was attempted, as a verb phrase: `connect`, `spawn`, `map`.
    public let operation: String
    /// The path it was attempted on, where there is one.
    public let path: String?

    /// Makes an error from the number that the system gave.
    public init(code: Int32, operation: String, path: String? = nil) {
        self.code = code
        self.operation = operation
        self.path = path
    }

    /// The classes of failure that callers treat differently.
    public enum Kind: Sendable, Equatable, CaseIterable {
        /// EINTR; never seen outside the system-call wrapper.
        case interrupted
        /// A deadline passed.
        case timedOut
        /// The peer vanished with data of ours unread.
        case reset
        /// A write after the reader's end.
        case brokenPipe
        /// Nobody listens.
        case refused
        /// The system, or a rule of ours about owners and modes, forbids it.
        case permission
        /// The address is taken.
        case inUse
        /// A path or name is longer than the system takes; nothing was cut.
        case nameTooLong
        /// It does not exist.
        case notFound
        /// It exists already.
        case alreadyExists
        /// The process or the system holds as many descriptors as it may.
        case tooManyDescriptors
        /// Anything else; the code tells.
        case other
    }

    /// The class of failure that the code belongs to.
    public var kind: Kind {
        switch code {
        case EINTR: .interrupted
        case ETIMEDOUT, EAGAIN: .timedOut
        case ECONNRESET: .reset
        case EPIPE: .brokenPipe
        case ECONNREFUSED: .refused
        case EACCES, EPERM: .permission
        case EADDRINUSE: .inUse
        case ENAMETOOLONG: .nameTooLong
        case ENOENT: .notFound
        case EEXIST: .alreadyExists
        case EMFILE, ENFILE, ETOOMANYREFS: .tooManyDescriptors
        default: .other
        }
    }

    /// One sentence: operation, path, the system's text and code.
    public var description: String {
        let subject = path.map { " \($0)" } ?? ""
        return "\(operation)\(subject): \(Self.text(of: code)) (errno \(code))"
    }

    private static func text(of code: Int32) -> String {
        // strerror's buffer is per thread in glibc and copied here before anything else runs.
        guard let text = unsafe strerror(code) else { return "unknown error" }
        return unsafe String(cString: text)
    }
}
