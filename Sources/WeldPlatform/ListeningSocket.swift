// Unsafe code: facts and paths are written into memory that is passed by address.

internal import CWeldPlatform

/// Owns a listening socket and its file, mode 0600 whatever the umask (platform.md#transport).
///
/// The file is removed with the listener, and only if it is still the listener's own: device and
/// inode decide, not the name.
public struct ListeningSocket: ~Copyable, Sendable {
    /// Where it listens.
    public let path: String
    /// Readable when a connection waits; non-blocking.
    public let descriptor: OwnedDescriptor
    /// The socket's file, by identity: what stands at the path later may be another's.
    public var facts: DescriptorFacts { DescriptorFacts(file) }
    private let file: weld_facts

    /// Starts to listen at a path; a dead socket there is replaced.
    ///
    /// To know whether a socket is alive one must connect, so a living listener sees a connection
    /// come and go. Of several that begin at once one listens: each has the directory to itself
    /// meanwhile.
    /// - Throws: ``SystemError`` of kind `inUse` when somebody listens there, `notSocket` when
    ///   something else stands there and is left alone, `nameTooLong`, `timedOut` when another keeps
    ///   the directory.
    public init(path: String, backlog: Int32 = 16) throws(SystemError) {
        var made = weld_facts()
        let number = unsafe try checked(weld_listen(path, backlog, &made), "listen", path: path)
        self.path = path
        descriptor = OwnedDescriptor(adopting: number)
        file = made
    }

    deinit {
        var file = file
        _ = unsafe weld_remove_socket(path, &file)
    }

    /// Leaves at a path what a listener that died leaves: a socket's file at which nobody listens.
    public static func leaveDeadSocket(at path: String) throws(SystemError) {
        unsafe try checked(weld_leave_dead_socket(path), "bind", path: path)
    }
}

/// The directory that holds the user's sockets: mode 0700, ours, not a symbolic link
/// (platform.md#transport).
public enum RuntimeDirectory {
    /// Returns the directory's path after making sure that it is there and private.
    ///
    /// `$XDG_RUNTIME_DIR/weld`; where that variable is unset or names nothing,
    /// `weld-<uid>` under `$TMPDIR` or `/tmp`.
    /// - Throws: ENOTDIR or EPERM, with what is wrong in words, when something else stands there.
    public static func prepare() throws(SystemError) -> String {
        try prepare(wanted: nil)
    }

    /// Makes the directory unless it is there, then checks it; returns the path.
    public static func prepare(at path: String) throws(SystemError) -> String {
        try prepare(wanted: path)
    }

    private static func prepare(wanted: String?) throws(SystemError) -> String {
        var text = [CChar](repeating: 0, count: 4096)
        let length = unsafe weld_private_directory(wanted, &text, text.count)
        let code = weld_error()
        let path = String(cText: text)
        if length >= 0 { return path }
        throw refusal(code, path)
    }

    /// Says in words which of the rules about the directory was broken.
    private static func refusal(_ code: Int32, _ path: String) -> SystemError {
        let plain = SystemError(code: code, operation: "make socket directory", path: path)
        guard let facts = try? DescriptorFacts.at(path) else { return plain }
        let operation: String
        switch plain.kind {
        case .notDirectory:
            operation = "use a \(facts.kind.rawValue) as socket directory"
        case .permission where facts.owner != ProcessEnvironment.userID:
            operation =
                "use socket directory of user \(facts.owner) (sudo rm -r \(path), or set "
                + "XDG_RUNTIME_DIR to a directory of yours)"
        case .permission:
            operation =
                "use socket directory of mode 0\(String(facts.mode, radix: 8)), not 0700 "
                + "(chmod 700 \(path))"
        default:
            return plain
        }
        return SystemError(code: code, operation: operation, path: path)
    }
}
