import GateHost
import GateKit
import Synchronization

/// Ends an attempt whose harness is gone: nothing may outlive a killed harness.
enum HarnessWatch {
    /// Begins to wait for the end of standard input on a thread of its own.
    static func start(_ plan: AttemptPlan, input: SharedDescriptor) throws(SystemError) {
        scratch.withLock { $0 = plan.scratchDirectory }
        try takePart(in: plan.scratchDirectory)
        _ = try OSThread.start(named: "harness watch") {
            var buffer = [UInt8](repeating: 0, count: 64)
            while let count = input.read(into: &buffer), count > 0 {}
            endEverything()
        }
    }

    /// Shares the lock by which the run's directory stays until this process is gone; where the
    /// directory is gone already, so is the harness.
    private static func takePart(in scratch: String) throws(SystemError) {
        let run = scratch.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        let file = "\(run)/\(RunDirectory.attemptsLock)"
        for _ in 0..<200 {
            if let share = PrivateDirectory.share(file) {
                // For as long as this process.
                _ = share.release()
                return
            }
            // Who asks whether it is held holds it for a moment.
            guard (try DescriptorFacts.at(file)) != nil else { break }
            Pause.wait(.milliseconds(1))
        }
        if (try DescriptorFacts.at(scratch)) == nil { endEverything() }
    }

    /// The attempt's own directory, which stands in the run's.
    private static let scratch = Mutex("")
    /// Held by the one thread that ends everything, until the process is over.
    private static let ending = Mutex(())

    /// Kills every descendant, sees to it that the dead harness's directory goes with every socket
    /// in it, which is its keeper's to remove while that lives, and kills the attempt's own group,
    /// itself included.
    ///
    /// Descendants first and until none is left: an orphan of theirs becomes a child of this
    /// process only while it lives.
    ///
    /// Both who waits for the harness and who writes to it notice its end. Only the first does all
    /// this: two that removed one directory would each leave what the other took away.
    static func endEverything() -> Never {
        ending.withLock { _ in
            let own = ProcessEnvironment.pid
            for _ in 0..<100 {
                let running = Ledger.descendants(of: own).filter { !$0.hasEnded }
                if running.isEmpty { break }
                for process in running { Signals.send(Signals.kill, to: process.pid) }
                Pause.wait(.milliseconds(2))
            }
            RunDirectory.remove(ofDeadRun: scratch.withLock(\.self))
            // Only a leader may take its group along: under a debugger the group is another's.
            if Ledger.process(own)?.group == own { Signals.send(Signals.kill, toGroup: own) }
            ProcessEnvironment.exitNow(1)
        }
    }
}
