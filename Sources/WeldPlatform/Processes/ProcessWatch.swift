internal import CWeldPlatform

/// Watches a process that is not our child; holding it, a recycled pid cannot be mistaken for it.
public struct ProcessWatch: ~Copyable, Sendable {
    /// The process.
    public let pid: Int32
    private let descriptor: OwnedDescriptor

    /// Begins to watch a process.
    ///
    /// - Throws: ``SystemError`` when there is no such process (ESRCH) or the system cannot watch.
    public init(pid: Int32) throws(SystemError) {
        self.pid = pid
        descriptor = OwnedDescriptor(
            adopting: try systemCall("watch process \(pid)") { weld_pidfd_open(pid) })
    }

    /// Waits for the process's end and returns whether it came; a zombie has ended.
    public borrowing func hasEnded(by deadline: Deadline) throws(SystemError) -> Bool {
        try !Poll.wait(descriptor.rawValue, for: .readable, until: deadline).isEmpty
    }
}
