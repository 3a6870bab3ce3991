// Unsafe code of the harness, part four: a child's status.
import CGateHost
import Glibc

/// What the harness asks the kernel about processes and tells them.
enum HostProcess {
    /// How a child ended, its core dump included; nil while it runs or is no child of ours.
    static func ending(of pid: Int32) -> AttemptStatus? {
        var status = gate_host_status()
        guard unsafe gate_host_peek_status(pid, &status) == 0, status.ended else { return nil }
        return status.signalled
            ? .signalled(number: status.value, coreDumped: status.core_dumped)
            : .exited(code: status.value)
    }

    /// Takes the status of an ended child, so that it is a zombie no longer.
    static func reap(_ pid: Int32) { _ = gate_host_reap(pid) }

    /// Sends a signal to one process.
    static func signal(_ number: Int32, to pid: Int32) { _ = kill(pid, number) }

    /// Sends a signal to every process of a group.
    static func signal(_ number: Int32, toGroup group: Int32) { _ = kill(-group, number) }

    /// Makes this process the parent of every descendant whose own parent ends.
    static func becomeSubreaper() throws(HostError) {
        guard gate_host_become_subreaper() == 0 else {
            throw HostError("become the parent of orphaned descendants", code: errno)
        }
    }

    /// Asks for a copy of a descriptor that no program started later inherits.
    static func privateCopy(of descriptor: Int32) throws(HostError) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else {
            throw HostError("copy descriptor \(descriptor)", code: errno)
        }
        return copy
    }
}

/// How a process ended by itself; a signal is never an exit code (gates.md#rule-8).
enum AttemptStatus: Hashable, Sendable {
    case exited(code: Int32)
    case signalled(number: Int32, coreDumped: Bool)
}
