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
