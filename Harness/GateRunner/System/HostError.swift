import Glibc

/// A system call of the harness failed.
public struct HostError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, on what.
    public var operation: String
    /// The system's code.
    public var code: Int32

    /// Creates an error.
    init(_ operation: String, code: Int32) {
        self.operation = operation
        self.code = code
    }

    /// One sentence with the system's words.
    public var description: String {
        "cannot \(operation): \(Errno.text(code)) (error \(code))"
    }
}

/// The system's words for error codes.
enum Errno {
    /// Returns the text of a code.
    static func text(_ code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
