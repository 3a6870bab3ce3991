internal import CGateHost
internal import Glibc

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
