public import GateKit

/// What happens in a run, for whoever shows or records it; subscribers never touch the run.
public enum RunEvent: Sendable {
    /// The run was stored under its number and will make so many attempts.
    case began(run: Int64, attempts: Int)
    /// Something worth a line that belongs to no attempt.
    case note(String)
    /// An attempt begins; `index` counts from 1.
    case attemptBegan(index: Int, of: Int, plan: AttemptPlan)
    /// What the running attempt is doing.
    case progress(String)
    /// The running attempt wrote to its standard error.
    case errorOutput([UInt8])
    /// An attempt was judged; a control has its result too.
    case attemptEnded(
        plan: AttemptPlan, ending: AttemptEnding, judgements: [AttemptJudgement],
        control: ControlResult?)
    /// The run has its results.
    case ended(RunOutcome)
}

/// What came of a run.
public struct RunOutcome: Sendable {
    /// The run's number in its store.
    public var run: Int64
    /// Whether it came to its end.
    public var state: RunRecord.State
    /// Its gates.
    public var results: [GateResult]
    /// Its controls.
    public var controls: [ControlResult]
    /// The kinds of faults on the judge's side.
    public var faults: [HarnessFault.Kind]
    /// The program's exit code.
    public var exitCode: RunExitCode { RunExitCode.of(results, faults: faults) }

    /// Creates an outcome.
    public init(
        run: Int64, state: RunRecord.State, results: [GateResult], controls: [ControlResult],
        faults: [HarnessFault.Kind]
    ) {
        self.run = run
        self.state = state
        self.results = results
        self.controls = controls
        self.faults = faults
    }
}
