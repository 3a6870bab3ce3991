// Unsafe code: a closure crosses to a new thread as a retained, type-erased pointer; masks of CPUs
// are passed by address.

public import CWeldPlatform

/// A thread of the system, for work that blocks: Swift's own pool must never wait in a call.
@frozen
public struct OSThread: ~Copyable, @unchecked Sendable {
    @usableFromInline let handle: weld_thread

    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a thread; the system shows the first 15 bytes of its name.
    public static func start(
        named name: String, _ body: @escaping @Sendable () -> Void
    ) throws(SystemError) -> OSThread {
        let context = unsafe Unmanaged.passRetained(Body(body))
        var handle = weld_thread()
        let outcome = unsafe weld_thread_start(
            name,
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            }, context.toOpaque(), &handle)
        do throws(SystemError) {
            try checked(outcome, "start thread \(name)")
        } catch {
            unsafe context.release()
            throw error
        }
        return OSThread(handle: handle)
    }

    /// A thread that nobody joins goes on alone.
    deinit {
        _ = weld_thread_detach(handle)
    }

    /// Waits for the thread's end.
    public consuming func join() {
        let handle = handle
        discard self
        _ = weld_thread_join(handle)
    }

    /// Sends a signal to this thread.
    public borrowing func signal(_ number: Int32) {
        _ = weld_thread_signal(handle, number)
    }

    /// The system's number of the calling thread.
    public static var currentID: Int32 { weld_thread_id() }
}

/// Which CPUs threads may run on: the placement that gates.md#placement wants stored and pinned.
public enum Affinity {
    private static let limit = 64 * Int(WELD_CPU_WORDS)

    /// Returns the CPUs (0 to 1023) that a thread may run on; tid 0 is the calling thread.
    public static func cpus(ofThread tid: Int32 = 0) throws(SystemError) -> [Int] {
        var mask = mask(of: [])
        unsafe try checked(weld_affinity(tid, &mask), "read affinity of thread \(tid)")
        return (0..<limit).filter { mask[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }

    /// Restricts a thread to CPUs; tid 0 is the calling thread, and threads it starts inherit.
    public static func set(_ cpus: [Int], ofThread tid: Int32 = 0) throws(SystemError) {
        unsafe try checked(
            weld_set_affinity(tid, mask(of: cpus)), "set affinity of thread \(tid)")
    }

    /// Restricts every thread that a process has now; a thread that ends meanwhile is passed over.
    public static func set(_ cpus: [Int], ofProcess pid: Int32) throws(SystemError) {
        unsafe try checked(
            weld_set_process_affinity(pid, mask(of: cpus)), "set affinity of process \(pid)")
    }

    private static func mask(of cpus: [Int]) -> [UInt64] {
        var mask = [UInt64](repeating: 0, count: Int(WELD_CPU_WORDS))
        for cpu in cpus where (0..<limit).contains(cpu) {
            mask[cpu / 64] |= 1 << UInt64(cpu % 64)
        }
        return mask
    }
}

/// Under which rule the system gives a thread its processor; threads and processes that it starts
/// inherit it.
public enum SchedulingClass: Sendable, Equatable, CustomStringConvertible {
    /// Shared fairly with everything else.
    case normal
    /// Before everything that is normal (SCHED_RR), 1 lowest to 99.
    case roundRobin(priority: Int32)

    /// The class of the calling thread; `normal` for every class that is not round robin.
    public static var current: SchedulingClass {
        let priority = weld_priority()
        return priority == 0 ? .normal : .roundRobin(priority: priority)
    }

    /// Puts the calling thread under this class.
    ///
    /// - Throws: EPERM where the machine does not allow it.
    public func apply() throws(SystemError) {
        let priority: Int32 =
            switch self {
            case .normal: 0
            case .roundRobin(let priority): priority
            }
        try checked(weld_set_priority(priority), "set scheduling class \(self)")
    }

    /// As `chrt` would say it.
    public var description: String {
        switch self {
        case .normal: "SCHED_OTHER"
        case .roundRobin(let priority): "SCHED_RR \(priority)"
        }
    }
}
