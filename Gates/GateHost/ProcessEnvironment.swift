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

/// What a program of the judge does before anything else, so that whoever started it decides
/// nothing about a verdict (platform.md#surroundings).
public enum ProcessStart {
    /// Holds the numbers of closed standard streams, receives signals as a fresh process does,
    /// survives what it cannot write to, and leaves no core file, neither of its own nor of what
    /// it starts.
    ///
    /// A signal that is ignored stays ignored: `nohup` and a shell's background jobs ask for that.
    /// The exception is SIGCHLD, without which no end of a child is known.
    ///
    /// - Throws: What the system says; EMFILE or ENOENT where there is no `/dev/null` to open.
    public static func prepare() throws(SystemError) {
        try systemCall("hold the standard streams with", path: "/dev/null") {
            gate_host_hold_standard_streams()
        }
        try systemCall("accept signals") { gate_host_accept_signals() }
        try Signals.surviveBrokenPipes()
        // A file that may grow no more, and a terminal that another job has: an error, and nothing.
        try Signals.ignore(SIGXFSZ)
        try Signals.ignore(SIGTTOU)
        try systemCall("forbid core files") { gate_host_forbid_cores() }
    }
}
