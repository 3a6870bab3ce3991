internal import Glibc
internal import SystemPackage

/// A refusal of the operating system: what failed, on what, and the system's own code.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
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
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// A deadline passed, or a descriptor that does not block has nothing.
        case timedOut
        /// The peer vanished with data of ours unread.
        case reset
        /// A write after the reader's end.
        case brokenPipe
        /// Nobody listens.
        case refused
        /// The system forbids it.
        case permission
        /// The address is taken.
        case inUse
        /// A path or name is longer than the system takes; nothing was cut.
        case nameTooLong
        /// It does not exist.
        case notFound
        /// It exists already.
        case alreadyExists
        /// There is no such process.
        case noProcess
        /// The process or the system holds as many descriptors as it may.
        case tooManyDescriptors
        /// Anything else; the code tells.
        case other
    }

    /// The class of failure that the code belongs to.
    public var kind: Kind {
        switch Errno(rawValue: code) {
        case .timedOut, .wouldBlock: .timedOut
        case .connectionReset: .reset
        case .brokenPipe: .brokenPipe
        case .connectionRefused: .refused
        case .permissionDenied, .notPermitted: .permission
        case .addressInUse: .inUse
        case .fileNameTooLong: .nameTooLong
        case .noSuchFileOrDirectory: .notFound
        case .fileExists: .alreadyExists
        case .noSuchProcess: .noProcess
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem: .tooManyDescriptors
        default: .other
        }
    }

    /// One sentence: operation, path, the system's text and code.
    public var description: String {
        let subject = path.map { " \($0)" } ?? ""
        return "cannot \(operation)\(subject): \(codeText)"
    }

    /// The system's own text and code.
    public var codeText: String { "\(Errno(rawValue: code)) (errno \(code))" }

    /// Whether the machine has no more of something, or does not let this process do it: no
    /// fault of a program's, until `weld-gates doctor` finds nothing missing (preconditions.md).
    public var isLimit: Bool {
        switch Errno(rawValue: code) {
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory, .noSpace, .diskQuotaExceeded,
            .fileTooLarge, .readOnlyFileSystem, .noFunction, .notPermitted:
            true
        // What "again" means depends on what was asked for: one more thread, one more process.
        case .resourceTemporarilyUnavailable:
            operation.hasPrefix("spawn") || operation.hasPrefix("start")
        default: false
        }
    }
}

/// Runs one system call: retries EINTR, turns -1 into a ``SystemError`` that names the operation.
///
/// `close` must not come here: Linux has released the number even when it reports EINTR.
@inline(__always)
@discardableResult
func systemCall<Result: FixedWidthInteger>(
    _ operation: @autoclosure () -> String, path: @autoclosure () -> String? = nil,
    _ body: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = body()
        if result != -1 { return result }
        let code = errno
        if code != EINTR {
            throw SystemError(code: code, operation: operation(), path: path())
        }
    }
}

/// Runs one system call for which "would block" is a value, not an error: nil means EAGAIN.
@inline(__always)
func systemCallOrWouldBlock(
    _ operation: StaticString, _ body: () -> Int
) throws(SystemError) -> Int? {
    while true {
        let result = body()
        if result != -1 { return result }
        let code = errno
        if code == EAGAIN { return nil }
        if code != EINTR { throw SystemError(code: code, operation: operation.description) }
    }
}

extension Error {
    /// Whether it is a refusal for which the machine has to answer (``SystemError/isLimit``).
    public var isLimit: Bool { (self as? SystemError)?.isLimit ?? false }
}
