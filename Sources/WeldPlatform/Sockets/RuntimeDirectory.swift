internal import Glibc

/// The directory that holds the user's sockets: mode 0700, ours, not a symbolic link
/// (platform.md#transport).
public enum RuntimeDirectory {
    /// Returns the directory's path after making sure that it is there and private.
    ///
    /// `$XDG_RUNTIME_DIR/weld`; where that variable is unset or names nothing,
    /// `weld-<uid>` under `$TMPDIR` or `/tmp`.
    /// - Throws: ENOTDIR or EPERM, with what is wrong in words, when something else stands there.
    public static func prepare() throws(SystemError) -> String {
        if let base = ProcessEnvironment.value(of: "XDG_RUNTIME_DIR"), base.hasPrefix("/") {
            do throws(SystemError) {
                return try prepare(at: base + "/weld")
            } catch  where error.kind == .notFound {
                // The variable is stale (a container, su): fall back as if it were unset.
            }
        }
        var base = "/tmp"
        if let named = ProcessEnvironment.value(of: "TMPDIR"), named.hasPrefix("/") { base = named }
        return try prepare(at: "\(base)/weld-\(geteuid())")
    }

    /// Makes the directory unless it is there, then checks it; returns the path.
    public static func prepare(at path: String) throws(SystemError) -> String {
        var isNew = true
        do throws(SystemError) {
            try systemCall("make socket directory", path: path) {
                unsafe mkdir(path, 0o700)
            }
        } catch  where error.kind == .alreadyExists {
            isNew = false
        }
        let facts = try check(path)
        if isNew, facts.mode != 0o700 {
            // The umask took bits away; the directory is ours and new.
            try systemCall("set mode of", path: path) { unsafe chmod(path, 0o700) }
        } else if facts.mode != 0o700 {
            throw SystemError(
                code: EPERM,
                operation:
                    "use socket directory of mode 0\(String(facts.mode, radix: 8)), not 0700",
                path: path)
        }
        return path
    }

    private static func check(_ path: String) throws(SystemError) -> DescriptorFacts {
        guard let facts = try DescriptorFacts.at(path) else {
            throw SystemError(code: ENOENT, operation: "use socket directory", path: path)
        }
        guard facts.kind == .directory else {
            throw SystemError(
                code: ENOTDIR, operation: "use a \(facts.kind.rawValue) as socket directory",
                path: path)
        }
        guard facts.owner == geteuid() else {
            throw SystemError(
                code: EPERM, operation: "use socket directory of user \(facts.owner)", path: path)
        }
        return facts
    }
}
