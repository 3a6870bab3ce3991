import GateKit

/// Makes the attempts of a sensitivity search, one after the other.
struct SensitivityTrials {
    let owner: SensitivityRun
    let procedure: any Procedure
    let control: Control
    let run: Int64
    let directory: RunDirectory
    private let budget: ArtefactBudget
    private let binaries: BinaryWatch
    private var made = 0
    /// Attempts in a row that the host made worthless.
    private var unjudged = 0

    /// So many attempts in a row end the search: the host will not become quiet.
    private static let patience = 20

    init(
        owner: SensitivityRun, procedure: any Procedure, control: Control, run: Int64,
        directory: RunDirectory, binaries: BinaryWatch
    ) {
        self.owner = owner
        self.procedure = procedure
        self.control = control
        self.run = run
        self.directory = directory
        budget = ArtefactBudget(owner.configuration.limits.runArtefactBytes)
        self.binaries = binaries
    }

    /// Returns how many attempts in a row were rejected for the expected reason, up to the step's
    /// number; an attempt that the host made worthless is made again, whatever it would have shown.
    mutating func rejected(
        _ step: SensitivitySearch.Step
    ) async throws(SensitivityRun.Failure) -> Int {
        var count = 0
        while count < step.attempts {
            switch try await attempt(step.slowdown) {
            case .go: count += 1
            case .inconclusive:
                unjudged += 1
                guard unjudged < Self.patience else { throw .hostTooNoisy(made: made) }
                continue
            default: return count
            }
            unjudged = 0
        }
        return count
    }

    /// Makes one attempt; GO means that the slowdown was caught, as with any control.
    private mutating func attempt(
        _ slowdown: UInt64
    ) async throws(SensitivityRun.Failure) -> Verdict {
        guard !owner.interruption.isRequested else { throw .ended("it was interrupted") }
        made += 1
        let slowed = Control(
            "\(control.name)=\(SabotageTime.text(slowdown))", subject: control.subject,
            gate: control.gate, violates: control.expectedCheck, also: control.alsoViolated)
        let entry = RunPlan.control(
            slowed, of: procedure, replicate: made, owner.configuration)
        let execution = AttemptExecution(
            configuration: owner.configuration, journal: owner.journal,
            interruption: owner.interruption, tell: { _ in }, run: run, number: made,
            directory: directory, binaries: binaries, twins: Twins(), pulse: .ofThisMachine,
            budget: budget)
        let result: AttemptExecution.Made
        do throws(JournalError) {
            result = try await execution.perform(entry)
        } catch {
            throw .journal(error)
        }
        guard let caught = result.controls.first else {
            throw .attempt("no control was judged", .ofError(faults: result.faults))
        }
        guard caught.verdict != .error else {
            throw .attempt(caught.observed.sentence, .ofError(faults: result.faults))
        }
        // Undecided by its own samples is not rejected; undecided by the host is no trial.
        guard caught.verdict == .inconclusive else { return caught.verdict }
        let isHost = result.judgements.flatMap(\.checks).contains {
            $0.check.id == control.expectedCheck && $0.excludedCount > 0
        }
        return isHost ? .inconclusive : .blind
    }
}
