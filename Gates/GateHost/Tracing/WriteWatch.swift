// Unsafe code: the kernel writes each stop into a structure of ours.
internal import CGateHost
internal import Glibc

/// Stops a running process right after each of its writes to one word of its memory, so that what is
/// true at that moment can be looked at: with the processor's own registers, whatever the program is.
///
/// What is followed belongs to the calling thread, which has to be one of its own and must end when
/// ``follow(_:address:until:onWrite:)`` returns.
public struct WriteWatch: ~Copyable {
    private let address: UInt64
    /// Threads that are followed, and whether their writes stop them already.
    private var threads: [Int32: Bool] = [:]
    private var failure: SystemError?

    private init(_ address: UInt64) { self.address = address }

    /// Watches until it is told that it was enough, the time is over, or the process ends; the process
    /// goes on as it was before.
    ///
    /// - Parameters:
    ///   - pid: A process that this one may follow, and that nobody follows.
    ///   - address: Where the four bytes lie there.
    ///   - onWrite: Called while the thread stands right after a write; false where it was enough.
    /// - Throws: EPERM where the machine does not let processes be followed, ENOSYS and others where it
    ///   has no such registers.
    public static func follow(
        _ pid: Int32, address: UInt64, until deadline: Deadline, onWrite: () -> Bool
    ) throws(SystemError) {
        var watch = WriteWatch(address)
        for thread in Ledger.threads(of: pid) ?? [] {
            do throws(SystemError) {
                let number = thread.number
                try systemCall("follow thread \(number)") { gate_host_watch_join(number) }
                watch.threads[number] = false
            } catch {
                // One that has ended meanwhile writes nothing.
                if error.code != ESRCH { watch.failure = error }
            }
        }
        watch.run(pid, until: deadline, onWrite)
        if let failure = watch.failure { throw failure }
    }

    private mutating func run(_ pid: Int32, until deadline: Deadline, _ onWrite: () -> Bool) {
        var isEnding = failure != nil
        var stop = gate_host_stop()
        if isEnding { interruptAll() }
        while !threads.isEmpty {
            guard unsafe gate_host_trace_next(pid, false, &stop) == 0 else { return }
            if !isEnding, deadline.hasPassed || failure != nil {
                isEnding = true
                interruptAll()
            }
            switch Int(stop.kind) {
            case GATE_HOST_STOP_NONE: Pause.wait(.microseconds(50))
            case GATE_HOST_STOP_ENDED:
                threads[stop.thread] = nil
                if stop.thread == pid { return }
            case GATE_HOST_STOP_SIGNAL:
                let isWrite = stop.value == SIGTRAP && gate_host_watch_hit(stop.thread)
                if isWrite, !isEnding, !onWrite() {
                    isEnding = true
                    interruptAll()
                }
                _ = gate_host_trace_go_on(stop.thread, false, isWrite ? 0 : Int32(stop.value))
            default: meet(stop.thread, isEnding: isEnding)
            }
        }
    }

    /// A thread has stopped because it was asked to: its watch begins, or it is let go.
    private mutating func meet(_ thread: Int32, isEnding: Bool) {
        if isEnding {
            _ = gate_host_watch_writes(thread, 0)
            _ = gate_host_trace_let_go(thread)
            threads[thread] = nil
        } else {
            if threads[thread] == false {
                threads[thread] = true
                do throws(SystemError) {
                    try systemCall("watch the writes of thread \(thread)") {
                        gate_host_watch_writes(thread, address)
                    }
                } catch { failure = error }
            }
            _ = gate_host_trace_go_on(thread, false, 0)
        }
    }

    private func interruptAll() {
        for thread in threads.keys { _ = gate_host_watch_interrupt(thread) }
    }
}
