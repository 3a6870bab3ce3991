internal import WeldPlatform

/// A runtime that another process started: it can be signalled at any time, and waited for once its
/// editor is dead and this process, a subreaper, has inherited it.
final class RuntimeHandle {
    /// The runtime.
    let pid: Int32

    private var process: ChildProcess

    init(pid: Int32) throws(SystemError) {
        self.pid = pid
        process = try ChildProcess.adoptable(pid: pid)
    }

    /// Sends a signal; a runtime that is gone has nothing to be told.
    func signal(_ number: Int32) {
        _ = try? process.kill(number)
    }

    /// Waits for the end; `running` when the deadline passed first.
    ///
    /// - Returns: The status and when it was known, before the process is reaped: how long that takes
    ///   is no time of the runtime's.
    func wait(until deadline: Deadline) throws(SystemError) -> (status: ProcessStatus, time: UInt64)
    {
        _ = try Poll.wait(process.pidDescriptor.rawValue, for: .readable, until: deadline)
        let time = MonotonicClock.now()
        return (try process.wait(until: .immediately), time)
    }
}
