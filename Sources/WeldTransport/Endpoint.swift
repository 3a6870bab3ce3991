internal import WeldPlatform

/// Where editor and runtime meet: names of sockets and their limits (platform.md#transport).
public enum Endpoint {
    /// The longest socket path in bytes: 107 on Linux.
    public static var pathLimit: Int { StreamSocket.pathLimit }

    /// The base name of an editor's endpoint, `weld-<editor pid>`.
    public static func baseName(editorPID: Int32) -> String { "weld-\(editorPID)" }

    /// Maps a base name to the path of its socket in the user's private directory, which is made
    /// when it is not there.
    public static func socketPath(baseName: String) throws(TransportError) -> String {
        let directory: String
        do throws(SystemError) {
            directory = try RuntimeDirectory.prepare()
        } catch {
            throw TransportError(error)
        }
        return try validated("\(directory)/\(baseName).sock")
    }

    /// Returns the pid in a socket's file name; nil unless the name has exactly the form
    /// `weld-<pid>.sock`.
    public static func editorPID(ofSocketNamed name: String) -> Int32? {
        let prefix = "weld-"
        let suffix = ".sock"
        guard name.hasPrefix(prefix), name.hasSuffix(suffix), name.utf8.count > 10 else {
            return nil
        }
        guard
            let pid = Int32(name.dropFirst(prefix.count).dropLast(suffix.count)), pid > 0,
            name == "\(baseName(editorPID: pid))\(suffix)"
        else { return nil }
        return pid
    }

    /// Returns the path when a socket address takes it whole.
    static func validated(_ path: String) throws(TransportError) -> String {
        guard (1...pathLimit).contains(path.utf8.count), !path.utf8.contains(0) else {
            throw .nameTooLong(path: path, limit: pathLimit)
        }
        return path
    }
}
