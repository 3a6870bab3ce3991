// Unsafe code: a path is passed as a C string.
internal import CGateHost

/// What a gate needs the system to do, tried once and for real, in a child: a filter may end a
/// process for a call that it does not like (preconditions.md).
public enum HostProbe: Sendable, Hashable {
    /// Processes described by descriptors (pidfd_open, pidfd_send_signal).
    case processDescriptors
    /// Becoming the parent of orphans (prctl).
    case subreaper
    /// Memory without a name whose size is sealed (memfd_create).
    case sealedMemory
    /// Counters that wake (eventfd).
    case eventCounters
    /// Signals read from a descriptor (signalfd).
    case signalDescriptors
    /// What Swift's concurrency waits by (epoll, timerfd).
    case eventPoll
    /// Threads bound to processors (sched_setaffinity).
    case affinity
    /// Descriptors passed through a socket (socketpair, sendmsg).
    case descriptorPassing
    /// Sockets with a path in a directory (bind, listen, SO_PEERCRED).
    case listening(directory: String)
    /// Waiting at a word of memory (futex).
    case wake
    /// Locks on files of a directory (flock, F_OFD_GETLK).
    case locks(directory: String)
    /// Named pipes, links and symbolic links in a directory.
    case specialFiles(directory: String)
    /// Starting a thread and a program, and seeing a child's end (clone3, vfork, waitid).
    case starting
    /// Reading and setting limits (prlimit).
    case limits
    /// Following a process and reading its memory (ptrace, process_vm_readv).
    case tracing
    /// Hearing of names that appear in a directory (inotify).
    case directoryWatch(directory: String)
    /// The real-time class (SCHED_RR).
    case realTime
    /// So many threads or processes more than there are.
    case tasks(Int)
    /// So many bytes of addresses.
    case addresses(Int)
    /// So many bytes of shared memory with a name.
    case sharedMemory(Int)
    /// So many bytes of a file in a directory.
    case disk(Int, directory: String)

    /// What came of trying.
    public enum Outcome: Sendable, Hashable, CustomStringConvertible {
        /// It works.
        case works
        /// The system refused.
        case refused(SystemError)
        /// The child was killed for it, or did not come back in 5 s (SIGALRM).
        case killed(signal: Int32)

        /// The outcome in words, without a full stop.
        public var description: String {
            switch self {
            case .works: "works"
            case .refused(let error): error.codeText
            case .killed(let signal) where signal == 14: "no answer in 5 s"
            case .killed(let signal): "the system kills for it (signal \(signal))"
            }
        }
    }

    /// Tries it; the child and everything that it made are gone when this returns.
    public func attempt() -> Outcome {
        let (kind, amount, directory) = request
        let code = unsafe gate_host_try(kind, UInt64(clamping: amount), directory)
        if code == 0 { return .works }
        return code > 0
            ? .refused(SystemError(code: code, operation: "probe")) : .killed(signal: -code)
    }

    private var request: (gate_host_probe, Int, String) {
        switch self {
        case .processDescriptors: (gate_host_probe_process_descriptor, 0, "")
        case .subreaper: (gate_host_probe_subreaper, 0, "")
        case .sealedMemory: (gate_host_probe_sealed_memory, 0, "")
        case .eventCounters: (gate_host_probe_event_counter, 0, "")
        case .signalDescriptors: (gate_host_probe_signal_descriptor, 0, "")
        case .eventPoll: (gate_host_probe_event_poll, 0, "")
        case .affinity: (gate_host_probe_affinity, 0, "")
        case .descriptorPassing: (gate_host_probe_descriptor_passing, 0, "")
        case .listening(let directory): (gate_host_probe_listening, 0, directory)
        case .wake: (gate_host_probe_wake, 0, "")
        case .locks(let directory): (gate_host_probe_lock, 0, directory)
        case .specialFiles(let directory): (gate_host_probe_special_files, 0, directory)
        case .starting: (gate_host_probe_start, 0, "")
        case .limits: (gate_host_probe_limits, 0, "")
        case .tracing: (gate_host_probe_tracing, 0, "")
        case .directoryWatch(let directory): (gate_host_probe_directory_watch, 0, directory)
        case .realTime: (gate_host_probe_real_time, 0, "")
        case .tasks(let count): (gate_host_probe_tasks, count, "")
        case .addresses(let size): (gate_host_probe_addresses, size, "")
        case .sharedMemory(let size): (gate_host_probe_shared_memory, size, "")
        case .disk(let size, let directory): (gate_host_probe_disk, size, directory)
        }
    }
}
