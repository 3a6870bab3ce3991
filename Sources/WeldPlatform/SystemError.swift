// Unsafe code: the system's text for a code is written into a buffer that is passed by address.

public import CWeldPlatform

/// A refusal of the operating system: what failed, on what, and the system's own code.
///
/// platform.md#transport wants a timeout, an interrupt, a reset and a broken pipe kept
/// apart; ``kind`` does that without losing ``code``.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system's number (`errno` on POSIX systems).
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

    /// Makes an error of a kind, with the system's number for it: a rule of ours was broken.
    public init(kind: Kind, operation: String, path: String? = nil) {
        self.init(code: weld_error_code(kind.number), operation: operation, path: path)
    }

    /// Returns the error of the call that the calling thread made last.
    public static func last(_ operation: String, path: String? = nil) -> SystemError {
        SystemError(code: weld_error(), operation: operation, path: path)
    }

    /// The classes of failure that callers treat differently.
    public enum Kind: Sendable, Equatable, CaseIterable {
        /// A signal came first; calls are retried, so nobody sees it.
        case interrupted
        /// A deadline passed.
        case timedOut
        /// The system has nothing, or no room, just now.
        case again
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
        /// It does not exist; of a process: it has ended.
        case notFound
        /// It exists already.
        case alreadyExists
        /// Something that is not a directory stands there.
        case notDirectory
        /// Something that is not a socket stands there.
        case notSocket
        /// The process or the system holds as many descriptors as it may.
        case tooManyDescriptors
        /// No memory or no room on the device is left.
        case noSpace
        /// The number is not an open descriptor.
        case badDescriptor
        /// An argument has a value that the call does not take.
        case invalid
        /// The object has another size than it has to have.
        case wrongSize
        /// The system has no such call.
        case unsupported
        /// The peer broke a protocol of the system's.
        case protocolError
        /// Anything else; the code tells.
        case other

        /// The number of the kind in weld.h.
        var number: Int32 {
            let constant =
                switch self {
                case .interrupted: WELD_INTERRUPTED
                case .timedOut: WELD_TIMED_OUT
                case .again: WELD_WOULD_BLOCK
                case .reset: WELD_RESET
                case .brokenPipe: WELD_BROKEN_PIPE
                case .refused: WELD_REFUSED
                case .permission: WELD_PERMISSION
                case .inUse: WELD_IN_USE
                case .nameTooLong: WELD_NAME_TOO_LONG
                case .notFound: WELD_NOT_FOUND
                case .alreadyExists: WELD_EXISTS
                case .notDirectory: WELD_NOT_DIRECTORY
                case .notSocket: WELD_NOT_SOCKET
                case .tooManyDescriptors: WELD_TOO_MANY_HANDLES
                case .noSpace: WELD_NO_SPACE
                case .badDescriptor: WELD_BAD_HANDLE
                case .invalid: WELD_INVALID
                case .wrongSize: WELD_WRONG_SIZE
                case .unsupported: WELD_UNSUPPORTED
                case .protocolError: WELD_PROTOCOL
                case .other: WELD_OTHER
                }
            return Int32(constant)
        }
    }

    /// The class of failure that the code belongs to.
    public var kind: Kind {
        let number = weld_error_kind(code)
        return Kind.allCases.first { $0.number == number } ?? .other
    }

    /// Whether the system had no room, descriptor, process or thread left just now: a later try may
    /// succeed.
    public var isExhaustion: Bool {
        switch kind {
        case .tooManyDescriptors, .noSpace, .again: true
        default: false
        }
    }

    /// One sentence: operation, path, the system's text and code.
    public var description: String {
        let subject = path.map { " \($0)" } ?? ""
        return "\(operation)\(subject): \(Self.text(of: code)) (errno \(code))"
    }

    private static func text(of code: Int32) -> String {
        var text = [CChar](repeating: 0, count: 256)
        _ = unsafe weld_error_text(code, &text, text.count)
        return String(cText: text)
    }
}

extension String {
    /// Makes a text of what stands before the NUL of a buffer that the system wrote into.
    init(cText buffer: [CChar]) {
        self.init(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Returns the result of a call of weld.h, or throws what it failed with.
@inline(__always)
@discardableResult
func checked(
    _ result: Int32, _ operation: @autoclosure () -> String,
    path: @autoclosure () -> String? = nil
) throws(SystemError) -> Int32 {
    if result >= 0 { return result }
    // Read before anything else runs.
    let code = weld_error()
    throw SystemError(code: code, operation: operation(), path: path())
}

/// Returns the count that a call of weld.h gave, or throws what it failed with.
@inlinable
@inline(__always)
@discardableResult
func checked(
    _ count: Int64, _ operation: @autoclosure () -> String,
    path: @autoclosure () -> String? = nil
) throws(SystemError) -> Int {
    if count >= 0 { return Int(count) }
    let code = weld_error()
    throw SystemError(code: code, operation: operation(), path: path())
}

/// Returns a count, nil for WELD_AGAIN: "would block" is a value and no error.
@inlinable
@inline(__always)
func checkedOrAgain(
    _ count: Int64, _ operation: @autoclosure () -> String
) throws(SystemError) -> Int? {
    if count == Int64(WELD_AGAIN) { return nil }
    return try checked(count, operation())
}
