// Unsafe code: the closure crosses pthread_create as a retained, type-erased pointer; the kernel's
// scheduling record and processor mask are passed by address.
internal import CGateHost
internal import Glibc

/// A thread of the system, for work that blocks: Swift's own pool must never wait in a call.
public struct OSThread: ~Copyable, @unchecked Sendable {
    private let handle: pthread_t

    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a thread; the system shows the first 15 bytes of its name.
    public static func start(
        named name: String, _ body: @escaping @Sendable () -> Void
    ) throws(SystemError) -> OSThread {
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let code = unsafe pthread_create(
            &handle, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                _ = unsafe gate_host_name_thread(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            unsafe start.release()
            throw SystemError(code: code, operation: "start thread \(name)")
        }
        return OSThread(handle: handle)
    }

    /// A thread that nobody joins goes on alone.
    deinit {
        pthread_detach(handle)
    }

    /// Waits for the thread's end.
    public consuming func join() {
        let handle = handle
        discard self
        pthread_join(handle, nil)
    }

    /// Sends a signal to this thread.
    public borrowing func signal(_ number: Int32) {
        pthread_kill(handle, number)
    }

    /// The system's number of the calling thread.
    public static var currentID: Int32 { gate_host_thread_number() }

    /// Lets the kernel wake the calling thread at most this late, in nanoseconds (1 or more), to
    /// join wake-ups; 50 000 unless set.
    public static func setTimerSlack(nanoseconds: UInt64) throws(SystemError) {
        try systemCall("set timer slack") { gate_host_set_timer_slack(nanoseconds) }
    }
}

/// Under which rule the system gives a thread its processor; threads and processes that it starts
/// inherit it.
public enum SchedulingClass: Sendable, Hashable, CustomStringConvertible {
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

/// Which processors threads may run on: the placement that gates.md#placement wants stored and
/// pinned.
public enum Affinity {
    /// Returns the processors (0 to 1023) that a thread may run on; tid 0 is the calling thread.
    public static func cpus(ofThread tid: Int32 = 0) throws(SystemError) -> [Int] {
        var mask = [UInt64](repeating: 0, count: 16)
        try systemCall("read affinity of thread \(tid)") {
            unsafe gate_host_get_affinity(tid, &mask)
        }
        return (0..<1024).filter { mask[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }

    /// Restricts a thread to processors; tid 0 is the calling thread, and threads that it starts
    /// inherit.
    public static func set(_ cpus: [Int], ofThread tid: Int32 = 0) throws(SystemError) {
        let mask = mask(cpus)
        try systemCall("set affinity of thread \(tid)") {
            unsafe gate_host_set_affinity(tid, mask)
        }
    }

    /// Returns the kernel's mask of processors; a number outside 0 to 1023 is passed over.
    static func mask(_ cpus: [Int]) -> [UInt64] {
        cpus.reduce(into: [UInt64](repeating: 0, count: 16)) { mask, cpu in
            if (0..<1024).contains(cpu) { mask[cpu / 64] |= 1 << UInt64(cpu % 64) }
        }
    }

    /// Restricts every thread that a process has now; a thread that ends meanwhile is passed over.
    public static func set(_ cpus: [Int], ofProcess pid: Int32) throws(SystemError) {
        guard let names = FileSystemReading.names(in: "/proc/\(pid)/task") else {
            throw SystemError(code: ESRCH, operation: "list threads", path: "/proc/\(pid)/task")
        }
        for tid in names.compactMap({ Int32($0) }) {
            do throws(SystemError) {
                try set(cpus, ofThread: tid)
            } catch {
                if error.kind != .noProcess { throw error }
            }
        }
    }
}
