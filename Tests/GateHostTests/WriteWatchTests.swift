import Synchronization
import Testing

@testable import GateHost

/// A process whose writes are watched lives on as if nobody watched.
@Suite struct WriteWatchTests {
    /// Starts a shell that waits and ends with 7, and watches a word that it never writes.
    ///
    /// A machine without such registers says so, and the process lives on all the same.
    private func watch(
        waiting seconds: String, for limit: Duration
    ) throws -> (status: ProcessStatus, error: SystemError?) {
        var process = try ChildProcess.spawn(
            path: "/bin/sh", arguments: ["-c", "sleep \(seconds); exit 7"])
        let pid = process.pid
        let failure = Mutex<SystemError?>(nil)
        try OSThread.start(named: "watch") {
            do throws(SystemError) {
                try WriteWatch.follow(pid, address: 0x1000, until: .after(limit)) { true }
            } catch {
                failure.withLock { $0 = error }
            }
        }.join()
        let status = try process.wait(until: .after(.seconds(20)))
        return (status, failure.withLock { $0 })
    }

    @Test("One that ends while it is watched ends as it wanted, and ends the watching")
    func ends() throws {
        #expect(try watch(waiting: "0.1", for: .seconds(60)).status == .exited(code: 7))
    }

    @Test("One that is let go lives on, and ends as it wanted")
    func isLetGo() throws {
        #expect(try watch(waiting: "0.5", for: .milliseconds(50)).status == .exited(code: 7))
    }

    @Test("A process that is gone is no process to watch, and no error")
    func gone() throws {
        var process = try ChildProcess.spawn(path: "/bin/true", arguments: [])
        _ = try process.wait(until: .after(.seconds(10)))
        try WriteWatch.follow(process.pid, address: 0x1000, until: .after(.seconds(60))) { true }
    }

    @Test("A process that may not be followed says why")
    func refused() throws {
        // Nobody follows himself.
        let own = ProcessEnvironment.pid
        #expect(throws: SystemError.self) {
            try WriteWatch.follow(own, address: 0x1000, until: .after(.seconds(60))) { true }
        }
    }
}

/// Whether a process waits for something, or only for a processor.
@Suite struct SleepTests {
    @Test("A process that waits sleeps, one that works or is stopped does not")
    func sleeps() throws {
        for (script, isAsleep) in [("exec sleep 60", true), ("while :; do :; done", false)] {
            var process = try ChildProcess.spawn(path: "/bin/sh", arguments: ["-c", script])
            defer { _ = try? process.kill(Signals.kill) }
            // Until it has come to that.
            let deadline = Deadline.after(.seconds(10))
            while Ledger.isAsleep(process.pid) != isAsleep, !deadline.hasPassed {
                Pause.wait(.milliseconds(5))
            }
            #expect(Ledger.isAsleep(process.pid) == isAsleep)
            try process.kill(Signals.stop)
            while !Ledger.isStopped(process.pid), !deadline.hasPassed {
                Pause.wait(.milliseconds(5))
            }
            #expect(!Ledger.isAsleep(process.pid))
            try process.kill(Signals.kill)
            _ = try process.wait(until: .after(.seconds(10)))
        }
        #expect(!Ledger.isAsleep(2_000_000_000))
    }
}
