import Foundation
import GateHost
import GateKit
import Glibc
import Testing

@testable import fixture_gates

/// Whoever ends the judge, nothing outlives it.
@Suite("Interruptions")
struct InterruptionTests {
    @Test(
        "an interrupted run is stored as such and leaves nothing",
        arguments: [SIGINT, SIGTERM, SIGHUP])
    func interrupted(signal: Int32) throws {
        let run = try FixtureRun("hang-with-children")
        defer { run.clean() }
        run.waitUntilHanging()
        kill(run.pid, signal)
        let transcript = try #require(run.transcript())
        #expect(transcript.state == .interrupted)
        #expect(transcript.attempts.first?.ending == .interrupted)
        #expect(transcript.verdict == .inconclusive)
        #expect(transcript.exitCode == 10)
        #expect(run.survivors().isEmpty)
        #expect(run.leftovers().isEmpty)
    }

    @Test(
        "a killed judge leaves no process and no directory, whoever owns that",
        arguments: [[], ["keeper=yes"]])
    func killed(options: [String]) throws {
        let run = try FixtureRun("hang-with-children", options)
        defer { run.clean() }
        run.waitUntilHanging()
        #expect(!run.survivors().isEmpty)
        #expect(run.leftovers().count == 1)
        kill(run.pid, SIGKILL)
        #expect(run.status() == -SIGKILL)
        waitUntilGone(run)
        #expect(run.survivors().isEmpty)
        #expect(run.leftovers().isEmpty)
    }

    @Test(
        "what a judge and its attempt leave, killed together, the next start sweeps")
    func killedTogether() throws {
        let run = try FixtureRun("hang-with-children")
        defer { run.clean() }
        run.waitUntilHanging()
        // The judge first: it must not see its attempt die.
        kill(run.pid, SIGSTOP)
        // Again and again: a shell may be about to start its child.
        while case let alive = Ledger.descendants(of: run.pid).filter({ !$0.hasEnded }),
            !alive.isEmpty
        {
            for process in alive { kill(process.pid, SIGKILL) }
        }
        kill(run.pid, SIGKILL)
        _ = run.status()
        for name in run.leftovers() { #expect(name.hasPrefix("weld-gates-")) }
        #expect(run.leftovers().count == 1)
        let next = Process()
        next.executableURL = URL(fileURLWithPath: FixtureRun.program)
        next.arguments = ["judge", "pass", "temporary=\(run.temporary)"]
        next.standardOutput = FileHandle.nullDevice
        try next.run()
        next.waitUntilExit()
        #expect(run.leftovers().isEmpty)
        #expect(run.survivors().isEmpty)
    }

    @Test(
        "a judge killed at any moment of a run leaves nothing once its keeper has ended",
        arguments: [0, 10, 30, 60, 100, 150, 200, 300, 400, 600, 1_000])
    func killedAtAnyMoment(milliseconds: Int) throws {
        let run = try FixtureRun("many", ["keeper=yes"])
        defer { run.clean() }
        Pause.wait(.milliseconds(milliseconds))
        kill(run.pid, SIGKILL)
        _ = run.status()
        waitUntilGone(run)
        #expect(run.leftovers().isEmpty)
    }

    @Test(
        "with a keeper even a judge and its attempt that are killed together leave nothing")
    func killedBesideTheKeeper() throws {
        let run = try FixtureRun("hang-with-children", ["keeper=yes"])
        defer { run.clean() }
        run.waitUntilHanging()
        kill(run.pid, SIGSTOP)
        // A child may have left its parents, and whose child is killed may start another one.
        for _ in 0..<20 {
            for process in run.members()
            where process.pid != run.pid
                && Ledger.commandLine(of: process.pid)?.contains("keep") != true
            {
                kill(process.pid, SIGKILL)
            }
            Pause.wait(.milliseconds(20))
        }
        kill(run.pid, SIGKILL)
        _ = run.status()
        waitUntilGone(run)
        #expect(run.leftovers().isEmpty)
    }

    @Test("a store that refuses ends the run with its own code")
    func refused() throws {
        let run = try FixtureRun("many", ["refuses-after=0"])
        defer { run.clean() }
        #expect(run.transcript() == nil)
        #expect(run.status() == 110)
        #expect(run.survivors().isEmpty)
        #expect(run.leftovers().isEmpty)
    }

    /// The attempt ends by itself, as soon as it is scheduled; a minute bounds this.
    private func waitUntilGone(_ run: FixtureRun) {
        let limit = Deadline.after(.seconds(60))
        while !run.survivors().isEmpty {
            guard !limit.hasPassed else {
                Issue.record("they live on: \(run.survivors())")
                for process in run.members() { kill(process.pid, SIGKILL) }
                return
            }
            Pause.wait(.milliseconds(10))
        }
    }
}
