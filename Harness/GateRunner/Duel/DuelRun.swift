import GateHost
public import GateKit

/// Measures two pairs of programs in one run, attempt beside attempt, in a random order
/// (report.md#duel).
///
/// A round is A B B A or B A A B: what drifts slowly, such as heat, meets both alike. All four
/// attempts of a round have one seed.
public struct DuelRun: Sendable {
    /// Why there is no result.
    public enum Failure: Error, Sendable {
        /// The machine does not offer what attempts need.
        case precondition(String)
        /// An attempt failed on the judge's side, or left no figures; with what the program ends
        /// with.
        case attempt(String, RunExitCode)
        /// A side crashed, hung or left something: no figure of it means anything.
        case broken(DuelSide, String)
        /// The user ended it.
        case interrupted
        /// The store refused.
        case journal(JournalError)
    }

    private let configuration: RunConfiguration
    private let sides: [DuelSide: [SubjectBinary]]
    private let journal: any RunJournal
    private let interruption: Interruption
    private let isBorne: @Sendable (Violation) -> Bool
    private let tell: @Sendable (String) -> Void

    /// Prepares a duel.
    ///
    /// - Parameters:
    ///   - configuration: Its gates are asked, without controls.
    ///   - sides: The programs of each side.
    ///   - isBorne: Whether a violation leaves a side's times what they are, as its own word for a
    ///     fault that somebody planted does.
    public init(
        _ configuration: RunConfiguration, _ sides: [DuelSide: [SubjectBinary]],
        journal: any RunJournal, interruption: Interruption,
        isBorne: @escaping @Sendable (Violation) -> Bool,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.sides = sides
        self.journal = journal
        self.interruption = interruption
        self.isBorne = isBorne
        self.tell = tell
    }

    /// Makes the rounds, stores them in a run of their own, and returns what they come to.
    public func perform(rounds: Int) async throws(Failure) -> (run: Int64, results: [DuelResult]) {
        do throws(SystemError) {
            try ProcessEnvironment.becomeSubreaper()
        } catch {
            throw .precondition("\(error)")
        }
        let binaries = BinaryWatch(configuration)
        let run = try begin(binaries)
        var tally = DuelTally()
        do throws(Failure) {
            try await make(rounds, run, binaries, &tally)
        } catch {
            try? finish(run, .interrupted)
            throw error
        }
        do throws(JournalError) {
            try finish(run, .finished)
        } catch {
            throw .journal(error)
        }
        return (run, tally.results)
    }

    private func begin(_ binaries: BinaryWatch) throws(Failure) -> Int64 {
        let facts = HostDescription.facts(
            configuration, executable: configuration.attemptCommand.first ?? "",
            binaries: binaries)
        let programs = DuelSide.allCases.flatMap { side in
            (sides[side] ?? []).map { Fact("duel \(side.rawValue) \($0.role.rawValue)", $0.path) }
        }
        do throws(JournalError) {
            return try journal.beginRun(
                RunRecord(
                    startedAt: WallClock.milliseconds(), profile: configuration.profile,
                    seed: configuration.seed, platform: .linux,
                    hostClass: configuration.hostClass, gates: [],
                    provenance: facts
                        + [PulseCalibration.ofThisMachine?.fact].compactMap(\.self)
                        + [Fact("purpose", "duel")] + programs))
        } catch {
            throw .journal(error)
        }
    }

    private func finish(_ run: Int64, _ state: RunRecord.State) throws(JournalError) {
        try journal.finishRun(
            run, state: state, finishedAt: WallClock.milliseconds(), results: [], controls: [],
            faults: [])
    }

    private func make(
        _ rounds: Int, _ run: Int64, _ own: BinaryWatch, _ tally: inout DuelTally
    ) async throws(Failure) {
        let directory: RunDirectory
        do throws(SystemError) {
            directory = try RunDirectory(
                under: configuration.temporaryDirectory,
                keeperCommand: configuration.keeperCommand)
        } catch {
            throw .precondition("\(error); set TMPDIR to a folder of yours")
        }
        defer { directory.remove() }
        let budget = ArtefactBudget(configuration.limits.runArtefactBytes)
        var random = SeededGenerator(seed: configuration.seed)
        var number = 0
        let configurations = sides.mapValues { subjects in
            var own = configuration
            own.subjects = subjects
            return own
        }
        // As they are now: one that is replaced later is named.
        let watches = configurations.mapValues { BinaryWatch($0, knowing: own) }
        for round in 1...max(1, rounds) {
            let beginsWithA = Bool.random(using: &random)
            let order: [DuelSide] = beginsWithA ? [.a, .b, .b, .a] : [.b, .a, .a, .b]
            for side in order {
                guard let own = configurations[side], let binaries = watches[side] else { continue }
                for entry in RunPlan.replicate(round, own) {
                    guard !interruption.isRequested else { throw .interrupted }
                    number += 1
                    let execution = AttemptExecution(
                        configuration: own, journal: journal, interruption: interruption,
                        tell: { _ in }, run: run, number: number, directory: directory,
                        binaries: binaries, twins: Twins(), pulse: .ofThisMachine,
                        budget: budget)
                    try await take(entry, execution, side, round, &tally)
                }
            }
            tell(line(round, of: rounds, tally))
        }
    }

    private func take(
        _ entry: RunPlan.Entry, _ execution: AttemptExecution, _ side: DuelSide, _ round: Int,
        _ tally: inout DuelTally
    ) async throws(Failure) {
        let made: AttemptExecution.Made
        do throws(JournalError) {
            made = try await execution.perform(entry)
        } catch {
            throw .journal(error)
        }
        guard !interruption.isRequested else { throw .interrupted }
        if let failed = made.judgements.first(where: { $0.verdict == .error }) {
            throw .attempt(
                "\(side.rawValue) in round \(round): \(failed.reason.sentence)",
                .ofError(faults: made.faults))
        }
        let violations = made.judgements.flatMap(\.violations)
        if let wrong = violations.first(where: { $0.span == nil && !isBorne($0) }) {
            throw .broken(side, "\(wrong.kind.rawValue) in round \(round): \(wrong.text)")
        }
        tally.add(made.judgements, of: side, round: round)
    }

    /// What is known after a round.
    private func line(_ round: Int, of rounds: Int, _ tally: DuelTally) -> String {
        let medians = tally.results.filter(\.isMedian).map {
            "\($0.check) \(PairedDifference.percent($0.difference.factor))"
        }
        return "round \(round) of \(rounds): "
            + (medians.isEmpty ? "no median yet" : medians.joined(separator: ", "))
    }
}
