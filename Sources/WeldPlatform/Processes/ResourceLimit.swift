internal import CWeldPlatform

/// Limits of a process, for looking at what it does near them.
public enum ResourceLimit {
    /// Sets how many descriptors a process may have open; those it has stay open.
    public static func setOpenFiles(_ count: UInt64, of pid: Int32) throws(SystemError) {
        try systemCall("limit open files of process \(pid)") { weld_limit_open_files(pid, count) }
    }
}
