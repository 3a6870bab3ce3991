internal import CWeldPlatform
internal import Glibc

/// Owns a child process: it can be waited for and signalled only while it is still ours.
///
/// The descriptor of the process (pidfd) names it, so a recycled pid can never be hit. A child
/// that is dropped before it was waited for is killed and reaped: nothing outlives its owner.
public struct ChildProcess: ~Copyable, Sendable {
    /// The child's process id.
    public let pid: Int32
    /// Becomes readable when the child ends.
    public let pidDescriptor: OwnedDescriptor
    /// What the last ``wait(until:)`` found.
    public private(set) var status: ProcessStatus = .running

    init(adopting pid: Int32) throws(SystemError) {
        self.pid = pid
        do throws(SystemError) {
            pidDescriptor = OwnedDescriptor(
                adopting: try systemCall("open descriptor of process") { weld_pidfd_open(pid) })
        } catch {
            // Not reaped yet, so the pid is still the child's.
            _ = Glibc.kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            throw error
        }
    }

    /// Takes over a process that is, or by its parent's death becomes, a child of this one: what a
    /// subreaper inherits.
    ///
    /// Waiting fails with ECHILD as long as the process has another parent.
    public static func adoptable(pid: Int32) throws(SystemError) -> ChildProcess {
        try ChildProcess(descriptorOf: pid)
    }

    private init(descriptorOf pid: Int32) throws(SystemError) {
        self.pid = pid
        pidDescriptor = OwnedDescriptor(
            adopting: try systemCall("open descriptor of process \(pid)") { weld_pidfd_open(pid) })
    }

    deinit {
        guard status == .running else { return }
        _ = weld_pidfd_send_signal(pidDescriptor.rawValue, SIGKILL)
        waitpid(pid, nil, 0)
    }

    /// Waits for the end, at most until the deadline, and reaps; ``ProcessStatus/running`` when the
    /// deadline passed first.
    ///
    /// Later calls return the same status.
    public mutating func wait(until deadline: Deadline) throws(SystemError) -> ProcessStatus {
        guard status == .running else { return status }
        let found = try Poll.wait(pidDescriptor.rawValue, for: .readable, until: deadline)
        guard !found.isEmpty else { return .running }
        let child = pid
        var raw: Int32 = 0
        let reaped = try systemCall("wait for process \(child)") {
            unsafe waitpid(child, &raw, WNOHANG)
        }
        guard reaped == child else { return .running }
        let decoded = weld_decode_wait_status(raw)
        status =
            decoded.signalled
            ? .signalled(number: decoded.code, coreDumped: decoded.core_dumped)
            : .exited(code: decoded.code)
        return status
    }

    /// Sends a signal, only while the child has not been reaped; returns whether it was sent.
    @discardableResult
    public borrowing func kill(_ signal: Int32) throws(SystemError) -> Bool {
        guard status == .running else { return false }
        let number = pidDescriptor.rawValue
        do throws(SystemError) {
            try systemCall("signal process \(pid)") { weld_pidfd_send_signal(number, signal) }
        } catch {
            if error.code == ESRCH { return false }
            throw error
        }
        return true
    }
}
