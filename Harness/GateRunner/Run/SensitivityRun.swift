import GateHost
public import GateKit

/// Finds how small a slowdown of the system under test a gate still rejects, by making attempts.
public struct SensitivityRun: Sendable {
    /// Why there is no result.
    public enum Failure: Error, Hashable, Sendable {
        /// No procedure of the gate has a control whose value is a time.
        case noTimedControl(GateID)
        /// Too many attempts could not be judged because of the host.
        case hostTooNoisy(made: Int)
        /// The machine does not offer what attempts need.
        case precondition(String)
        /// An attempt failed on the judge's side; with what the program ends with.
        case attempt(String, RunExitCode)
        /// The user ended it, or it grew beyond every reason.
        case ended(String)
        /// The store refused.
        case journal(JournalError)
    }

    let configuration: RunConfiguration
    let journal: any RunJournal
    let interruption: Interruption
    let confirmations: Int
    let tell: @Sendable (String) -> Void

    /// Prepares a search among the configuration's procedures.
    public init(
        _ configuration: RunConfiguration, journal: any RunJournal, interruption: Interruption,
        confirmations: Int, tell: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.journal = journal
        self.interruption = interruption
        self.confirmations = confirmations
        self.tell = tell
    }

    /// Makes the attempts, stores them and the result in a run of their own, and returns it.
    public func find(_ gate: GateID) async throws(Failure) -> SensitivityResult {
        guard let (procedure, control) = timedControl(gate) else { throw .noTimedControl(gate) }
        do throws(SystemError) {
            try ProcessEnvironment.becomeSubreaper()
        } catch {
            throw .precondition("\(error)")
        }
        // As they are now: one that is replaced later is named.
        let binaries = BinaryWatch(configuration)
        let run = try begin(binaries)
        let result: SensitivityResult
        do throws(Failure) {
            result = try await search(procedure, control, run, binaries)
        } catch {
            try? journal.finishRun(
                run, state: .interrupted, finishedAt: WallClock.milliseconds(), results: [],
                controls: [], faults: [])
            throw error
        }
        do throws(JournalError) {
            try journal.store(result, run: run)
            try journal.finishRun(
                run, state: .finished, finishedAt: WallClock.milliseconds(), results: [],
                controls: [], faults: [])
        } catch {
            throw .journal(error)
        }
        return result
    }

    /// Returns the gate's first control whose value is a time, such as `echo-delay=2ms`.
    private func timedControl(_ gate: GateID) -> (any Procedure, Control)? {
        for procedure in configuration.procedures {
            for control in procedure.controls
            where control.gate == gate && SabotageTime.isTimed(control.sabotage) {
                return (procedure, control)
            }
        }
        return nil
    }

    private func begin(_ binaries: BinaryWatch) throws(Failure) -> Int64 {
        let facts = HostDescription.facts(
            configuration, executable: configuration.attemptCommand.first ?? "",
            binaries: binaries)
        do throws(JournalError) {
            return try journal.beginRun(
                RunRecord(
                    startedAt: WallClock.milliseconds(), profile: configuration.profile,
                    seed: configuration.seed, platform: .linux,
                    hostClass: configuration.hostClass, gates: [],
                    provenance: facts
                        + [PulseCalibration.ofThisMachine?.fact].compactMap(\.self)
                        + [Fact("purpose", "sensitivity")]))
        } catch {
            throw .journal(error)
        }
    }

    private func search(
        _ procedure: any Procedure, _ control: Control, _ run: Int64,
        _ binaries: BinaryWatch
    ) async throws(Failure) -> SensitivityResult {
        let directory: RunDirectory
        do {
            directory = try RunDirectory(
                under: configuration.temporaryDirectory,
                keeperCommand: configuration.keeperCommand)
        } catch {
            throw .precondition("\(error); set TMPDIR to a folder of yours")
        }
        defer { directory.remove() }
        var trials = SensitivityTrials(
            owner: self, procedure: procedure, control: control, run: run, directory: directory,
            binaries: binaries)
        var search = SensitivitySearch(
            from: 0, to: SabotageTime.nanoseconds(control.sabotage), resolution: 5_000,
            confirmations: confirmations)
        while true {
            let step = search.step
            guard step.slowdown < 60_000_000_000 else { throw .ended("nothing is rejected") }
            let rejected = try await trials.rejected(step)
            tell(
                "\(SabotageTime.text(step.slowdown)): \(rejected) of \(step.attempts) rejected")
            if search.record(allRejected: rejected == step.attempts) {
                return SensitivityResult(
                    gate: control.gate, control: control.name, check: control.expectedCheck,
                    slowdown: SabotageTime.rounded(step.slowdown), rejected: rejected,
                    tried: step.attempts)
            }
        }
    }
}

/// How sabotages spell a time.
enum SabotageTime {
    /// Whether the sabotage is a name and a time, nothing else.
    static func isTimed(_ sabotage: String) -> Bool { nanoseconds(sabotage) > 0 }

    /// Returns the time in a sabotage such as `echo-delay=2ms`, or 0.
    static func nanoseconds(_ sabotage: String) -> UInt64 {
        guard let value = sabotage.split(separator: "=").dropFirst().first else { return 0 }
        for (suffix, factor) in [("us", 1_000), ("ms", 1_000_000)] as [(String, UInt64)]
        where value.hasSuffix(suffix) {
            return (UInt64(value.dropLast(2)) ?? 0) * factor
        }
        return 0
    }

    /// Returns whole microseconds: the finest that a stub understands.
    static func rounded(_ nanoseconds: UInt64) -> UInt64 {
        max(1, (nanoseconds + 999) / 1_000) * 1_000
    }

    /// Spells a time for a stub.
    static func text(_ nanoseconds: UInt64) -> String { "\(rounded(nanoseconds) / 1_000)us" }
}
