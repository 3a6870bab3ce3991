internal import GateHost
internal import GateKit

/// A runtime that another process started: it can be signalled at any time, and waited for once its
/// editor is dead and this process, a subreaper, has inherited it.
final class RuntimeHandle {
    /// The runtime.
    let pid: Int32

    private var process: ChildProcess

    /// Opens the runtime that was reported under a number.
    ///
    /// - Throws: What ``ReportedProcess/open(_:)`` does.
    init(pid: Int32) throws {
        self.pid = pid
        process = try ReportedProcess.open(pid)
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

/// Trials that run side by side; what one throws is a violation where it says so, and a fault of the
/// attempt otherwise.
struct ThreadGroup: ~Copyable {
    private var threads: [Handle] = []

    private final class Handle {
        private var thread: OSThread?

        init(_ thread: consuming OSThread) {
            self.thread = consume thread
        }

        func join() { thread.take()?.join() }
    }

    /// Starts a trial.
    mutating func start(
        _ name: String, faults recorder: Recorder, _ body: @escaping @Sendable () throws -> Void
    ) throws {
        let thread = try OSThread.start(named: name) {
            do {
                try body()
            } catch let failure as SubjectFailure {
                recorder.record(.violation(failure.violation))
            } catch {
                recorder.record(.fault(HarnessFault(name, error, isLimit: error.isLimit)))
            }
        }
        threads.append(Handle(thread))
    }

    /// Waits for all.
    mutating func join() {
        for thread in threads { thread.join() }
        threads.removeAll()
    }
}
