internal import GateHost
internal import GateKit

/// Which errors each system call can return on a machine that is only short of something, or that
/// forbids something: from its manual page, without those that only a wrong argument brings
/// (gates.md#fault-map).
enum FaultTable {
    /// The errors of a call by its ``name(of:)``.
    static let errors: [String: [String]] = [
        // Reading, writing, waiting.
        "read": ["EINTR", "EAGAIN", "EIO"],
        "pread64": ["EINTR", "EIO"],
        "write": ["EINTR", "EAGAIN", "EIO", "ENOSPC", "EPIPE"],
        // Of a counter that wakes somebody: EAGAIN is one that is full, and nothing else can be.
        "write-counter": ["EINTR"],
        "writev": ["EINTR", "EAGAIN", "EIO", "ENOSPC", "EPIPE"],
        "recvfrom": ["EINTR", "EAGAIN", "ECONNRESET", "ENOMEM"],
        "recvmsg": ["EINTR", "EAGAIN", "ECONNRESET", "ENOMEM"],
        "sendto": ["EINTR", "EAGAIN", "ECONNRESET", "EPIPE", "ENOBUFS", "ENOMEM"],
        "sendmsg": ["EINTR", "EAGAIN", "ECONNRESET", "EPIPE", "ENOBUFS", "ETOOMANYREFS"],
        "ppoll": ["EINTR", "ENOMEM"],
        "poll": ["EINTR", "ENOMEM"],
        "pselect6": ["EINTR", "ENOMEM"],
        "epoll_create1": ["EMFILE", "ENFILE", "ENOMEM"],
        "epoll_ctl": ["ENOMEM", "ENOSPC"],
        "epoll_pwait": ["EINTR"],
        "epoll_wait": ["EINTR"],
        "futex-wait": ["EINTR", "EAGAIN"],
        "clock_nanosleep": ["EINTR"],
        "nanosleep": ["EINTR"],
        "rt_sigtimedwait": ["EINTR", "EAGAIN"],
        // Descriptors. What close reports, it reports of a descriptor that is gone.
        "close": ["EINTR", "EIO"],
        "close_range": ["EMFILE", "ENOMEM"],
        "dup": ["EMFILE"],
        "dup3": ["EINTR", "EBUSY", "EMFILE"],
        "fcntl-duplicate": ["EMFILE"],
        "fcntl-pipe-size": ["EPERM", "EBUSY", "ENOMEM"],
        "fcntl-add-seals": ["EPERM", "EBUSY"],
        "eventfd2": ["EMFILE", "ENFILE", "ENOMEM"],
        "pipe2": ["EMFILE", "ENFILE"],
        "pidfd_open": ["EMFILE", "ENFILE", "ENOMEM", "ENOSYS", "EPERM", "ESRCH"],
        "signalfd4": ["EMFILE", "ENFILE", "ENOMEM"],
        "memfd_create": ["EMFILE", "ENFILE", "ENOMEM", "EPERM", "ENOSYS"],
        // Sockets.
        "socket": ["EMFILE", "ENFILE", "ENOBUFS", "EACCES", "EAFNOSUPPORT"],
        "socketpair": ["EMFILE", "ENFILE", "ENOBUFS"],
        "bind": ["EADDRINUSE", "EACCES", "ENOENT", "ENOSPC", "EROFS"],
        "listen": ["EADDRINUSE", "ENOBUFS"],
        "connect": ["EINTR", "EAGAIN", "ECONNREFUSED", "EACCES", "ENOENT"],
        "accept4": ["EINTR", "EAGAIN", "ECONNABORTED", "EMFILE", "ENFILE", "ENOBUFS", "EPERM"],
        "shutdown": ["ENOTCONN"],
        "getsockopt": ["ENOBUFS"],
        "setsockopt": ["ENOBUFS", "ENOMEM"],
        // Files.
        "openat": ["EINTR", "EMFILE", "ENFILE", "EACCES", "ENOENT", "ENOMEM", "EIO"],
        "newfstatat": ["EACCES", "ENOENT", "ENOMEM", "EIO"],
        "fstat": ["ENOMEM", "EIO"],
        "statx": ["EACCES", "ENOENT", "ENOMEM", "ENOSYS"],
        "access": ["EACCES", "ENOENT", "EIO"],
        "faccessat2": ["EACCES", "ENOENT", "ENOSYS"],
        "readlink": ["EACCES", "ENOENT", "EIO"],
        "readlinkat": ["EACCES", "ENOENT", "EIO"],
        "getdents64": ["ENOENT", "EIO"],
        "getcwd": ["EACCES", "ENOENT", "ENOMEM"],
        "lseek": ["ESPIPE"],
        "mkdir": ["EEXIST", "EACCES", "ENOSPC", "EROFS"],
        "mkdirat": ["EEXIST", "EACCES", "ENOSPC", "EROFS"],
        "fchmod": ["EPERM", "EIO", "EROFS"],
        "fchmodat": ["EPERM", "EIO", "EROFS"],
        "unlink": ["EACCES", "EPERM", "ENOENT", "EBUSY", "EIO", "EROFS"],
        "unlinkat": ["EACCES", "EPERM", "ENOENT", "EBUSY", "EIO", "EROFS"],
        "rmdir": ["EACCES", "EBUSY", "ENOENT", "ENOTEMPTY"],
        "flock": ["EINTR", "EAGAIN", "ENOLCK"],
        "ftruncate": ["EINTR", "ENOSPC", "EFBIG", "EIO", "EPERM"],
        "fallocate": ["EINTR", "ENOSPC", "EOPNOTSUPP", "EIO", "ENOSYS"],
        // Memory.
        "mmap": ["ENOMEM", "EAGAIN", "EACCES"],
        "mprotect": ["ENOMEM", "EACCES"],
        "mremap": ["ENOMEM", "EAGAIN"],
        "munmap": ["ENOMEM"],
        "madvise": ["EAGAIN", "ENOMEM"],
        // Processes and threads.
        "clone3": ["EAGAIN", "ENOMEM", "EPERM", "ENOSYS"],
        "clone": ["EAGAIN", "ENOMEM", "EPERM"],
        "fork": ["EAGAIN", "ENOMEM"],
        "vfork": ["EAGAIN", "ENOMEM"],
        "tgkill": ["EPERM", "ESRCH"],
        "wait4": ["EINTR", "ECHILD"],
        "waitid": ["EINTR", "ECHILD"],
        "kill": ["EPERM", "ESRCH"],
        // ESRCH would be one that was waited for.
        "pidfd_send_signal": ["EPERM", "ENOSYS"],
        "prctl": ["EPERM"],
        "prlimit64": ["EPERM"],
        "sched_setaffinity": ["EPERM", "EINVAL"],
        "sched_setscheduler": ["EPERM"],
        "sched_getaffinity": ["EPERM"],
        "getrandom": ["EINTR", "EAGAIN", "ENOSYS"],
        "process_vm_readv": ["EPERM", "ESRCH", "ENOSYS"],
        "sigaltstack": ["ENOMEM"],
        "ioctl": ["ENOTTY", "EIO"],
        "statfs": ["EINTR", "EIO", "ENOSYS"],
        "fstatfs": ["EINTR", "EIO", "ENOSYS"],
    ]

    /// Calls that cannot fail where their arguments make sense.
    ///
    /// brk says that it did with an address.
    static let unfailing: Set<String> = [
        "arch_prctl", "brk", "exit", "exit_group", "futex-wake", "getegid", "geteuid", "getgid",
        "getpid", "getppid", "gettid", "getuid", "getpeername", "getsockname", "restart_syscall",
        "rseq", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sched_yield",
        "set_robust_list", "set_tid_address", "fcntl-flags", "umask", "uname", "clock_gettime",
        "sched_getparam", "sched_getscheduler", "getrusage", "sysinfo", "execve", "setsid",
    ]

    /// Calls by which processes are started, watched and ended: those of the judge that fail.
    ///
    /// Not epoll's: it belongs to the library under Swift's concurrency, which ends a program that
    /// it cannot serve.
    static let ofProcesses: Set<String> = [
        "clone", "clone3", "fork", "vfork", "kill", "pidfd_open", "pidfd_send_signal", "poll",
        "ppoll", "tgkill", "wait4", "waitid",
    ]

    /// Calls that have done their work where they report an error.
    static let made: Set<String> = ["close"]

    /// Returns a call's name, with what it is to do where its errors depend on that.
    static func name(of call: TracedCall) -> String {
        switch call.name {
        case "futex":
            // Only waits can be disturbed; a waker is told nothing. The rest of the word are flags.
            [0, 6, 9, 11, 13].contains(call.operation & 0x7f) ? "futex-wait" : "futex-wake"
        // Eight bytes are no event and no line of a log.
        case "write": call.text.count == 8 ? "write-counter" : "write"
        case "fcntl":
            switch call.operation {
            case 0, 1030: "fcntl-duplicate"
            case 1031: "fcntl-pipe-size"
            case 1033: "fcntl-add-seals"
            default: "fcntl-flags"
            }
        default: call.name
        }
    }
}
