import Foundation
import GateKit
import GateLedger
import Glibc
import Synchronization

/// Ends an attempt whose harness is gone: nothing may outlive a killed harness.
enum HarnessWatch {
    /// Begins to wait for the end of standard input on a thread of its own.
    static func start(_ plan: AttemptPlan) {
        scratch.withLock { $0 = plan.scratchDirectory }
        let thread = Thread {
            var buffer = [UInt8](repeating: 0, count: 64)
            while let count = HostDescriptor.read(STDIN_FILENO, into: &buffer), count > 0 {}
            endEverything()
        }
        thread.name = "harness watch"
        thread.start()
    }

    /// The attempt's own directory, which stands in the run's.
    private static let scratch = Mutex("")
    /// Held by the one thread that ends everything, until the process is over.
    private static let ending = Mutex(())

    /// Kills every descendant, removes the dead harness's directory with every socket in it, and
    /// kills the attempt's own group, itself included.
    ///
    /// Descendants first and until none is left: an orphan of theirs becomes a child of this
    /// process only while it lives.
    ///
    /// Both who waits for the harness and who writes to it notice its end. Only the first does all
    /// this: two that removed one directory would each leave what the other took away.
    static func endEverything() -> Never {
        ending.withLock { _ in
            for _ in 0..<100 {
                let running = Ledger.descendants(of: getpid()).filter { !$0.hasEnded }
                if running.isEmpty { break }
                for process in running { HostProcess.signal(SIGKILL, to: process.pid) }
                _ = HostPoll.readable([], until: HostClock.now() + 2_000_000)
            }
            RunDirectory.remove(ofDeadRun: scratch.withLock(\.self))
            // Only a leader may take its group along: under a debugger the group is another's.
            if getpgrp() == getpid() { HostProcess.signal(SIGKILL, toGroup: getpid()) }
            _exit(1)
        }
    }
}
