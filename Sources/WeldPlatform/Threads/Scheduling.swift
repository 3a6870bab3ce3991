// Unsafe code: the kernel's scheduling record is passed by address.

internal import Glibc

/// Under which rule the system gives a thread its processor; threads and processes that it starts
/// inherit it.
public enum SchedulingClass: Sendable, Equatable, CustomStringConvertible {
    /// Shared fairly with everything else.
    case normal
    /// Before everything that is normal (SCHED_RR), 1 lowest to 99.
    case roundRobin(priority: Int32)

    /// The class of the calling thread; `normal` for every class that is not round robin.
    public static var current: SchedulingClass {
        var record = sched_param()
        // The flag that children do not inherit may stand beside the class.
        guard sched_getscheduler(0) & 0xFF == SCHED_RR, unsafe sched_getparam(0, &record) == 0
        else { return .normal }
        return .roundRobin(priority: record.sched_priority)
    }

    /// Puts the calling thread under this class.
    ///
    /// - Throws: EPERM where the machine does not allow it.
    public func apply() throws(SystemError) {
        var record = sched_param()
        var rule = SCHED_OTHER
        if case .roundRobin(let priority) = self {
            record.sched_priority = priority
            rule = SCHED_RR
        }
        try systemCall("set scheduling class \(self)") {
            unsafe sched_setscheduler(0, rule, &record)
        }
    }

    /// As `chrt` would say it.
    public var description: String {
        switch self {
        case .normal: "SCHED_OTHER"
        case .roundRobin(let priority): "SCHED_RR \(priority)"
        }
    }
}
