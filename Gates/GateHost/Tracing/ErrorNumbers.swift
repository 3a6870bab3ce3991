internal import Glibc

/// The numbers of errors by their names: what a call that is made to fail returns.
public enum ErrorNumbers {
    /// Returns the number of an error, such as `EINTR`; nil for a name that is none of these.
    public static func number(of name: String) -> Int32? { numbers[name] }

    /// The names that are known, in the order of the alphabet.
    public static var names: [String] { numbers.keys.sorted() }

    private static let numbers: [String: Int32] = [
        "EACCES": EACCES, "EADDRINUSE": EADDRINUSE, "EAFNOSUPPORT": EAFNOSUPPORT,
        "EAGAIN": EAGAIN, "EBUSY": EBUSY, "ECHILD": ECHILD, "ECONNABORTED": ECONNABORTED,
        "ECONNREFUSED": ECONNREFUSED, "ECONNRESET": ECONNRESET, "EEXIST": EEXIST, "EFBIG": EFBIG,
        "EINTR": EINTR, "EINVAL": EINVAL, "EIO": EIO, "EMFILE": EMFILE, "ENFILE": ENFILE,
        "ENOBUFS": ENOBUFS, "ENOENT": ENOENT, "ENOLCK": ENOLCK, "ENOMEM": ENOMEM,
        "ENOSPC": ENOSPC, "ENOSYS": ENOSYS, "ENOTCONN": ENOTCONN, "ENOTEMPTY": ENOTEMPTY,
        "ENOTTY": ENOTTY, "EOPNOTSUPP": EOPNOTSUPP, "EPERM": EPERM, "EPIPE": EPIPE,
        "EROFS": EROFS, "ESPIPE": ESPIPE, "ESRCH": ESRCH, "ETOOMANYREFS": ETOOMANYREFS,
    ]
}

extension TraceDecision {
    /// The failure of a call with an error of this name; nil for a name that is not known.
    ///
    /// - Parameter isMade: Whether the call is made all the same.
    public static func fail(_ name: String, isMade: Bool) -> TraceDecision? {
        ErrorNumbers.number(of: name).map { .fail(code: $0, isMade: isMade) }
    }
}
