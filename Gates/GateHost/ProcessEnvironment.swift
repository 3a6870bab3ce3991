// Unsafe code: the environment is a C array of C strings.
internal import CGateHost
internal import Glibc

/// The calling process: where its program lies, its environment, its ids.
public enum ProcessEnvironment {
    /// The calling process's id.
    public static var pid: Int32 { getpid() }
    /// The effective user id.
    public static var userID: UInt32 { geteuid() }

    /// Returns the path of the running program, symbolic links resolved.
    public static func executablePath() throws(SystemError) -> String {
        guard let path = FileSystemReading.target(of: "/proc/self/exe") else {
            throw SystemError(code: errno, operation: "find own program", path: "/proc/self/exe")
        }
        return path
    }

    /// Returns a variable's value; nil when it is not set.
    public static func value(of name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        return unsafe String(cString: text)
    }

    /// Returns all variables as `NAME=value`.
    public static func all() -> [String] {
        var variables: [String] = []
        guard var cursor = unsafe gate_host_environment() else { return [] }
        while let text = unsafe cursor.pointee {
            unsafe variables.append(String(cString: text))
            unsafe cursor += 1
        }
        return variables
    }

    /// Makes this process the new parent of every orphan among its descendants.
    public static func becomeSubreaper() throws(SystemError) {
        try systemCall("become the parent of orphaned descendants") {
            gate_host_become_subreaper()
        }
    }

    /// Ends the process at once, without running any exit handler.
    public static func exitNow(_ code: Int32) -> Never {
        _exit(code)
    }
}

/// Limits of a process, for looking at what it does near them.
public enum ResourceLimit {
    /// Sets how many descriptors a process may have open; those it has stay open.
    public static func setOpenFiles(_ count: UInt64, of pid: Int32) throws(SystemError) {
        try systemCall("limit open files of process \(pid)") {
            gate_host_limit_open_files(pid, count)
        }
    }
}
