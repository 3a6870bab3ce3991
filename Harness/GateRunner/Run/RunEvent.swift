public import GateHost
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
    /// An attempt was judged; a sabotaged one has the results of its controls too.
    case attemptEnded(
        plan: AttemptPlan, ending: AttemptEnding, judgements: [AttemptJudgement],
        controls: [ControlResult])
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

/// A wish to end the run, from a signal or from a caller; once made it stands.
public final class Interruption: Sendable {
    /// Readable from the moment of the wish; nobody drains it, so everybody sees it.
    let counter: EventCounter

    /// Creates a wish that has not been made.
    public init() throws(SystemError) {
        counter = try EventCounter()
    }

    /// Whether the wish was made.
    public var isRequested: Bool {
        let number = counter.descriptor.rawValue
        return (try? Poll.wait(number, for: .readable, until: .immediately))?.isEmpty == false
    }

    /// Makes the wish.
    public func request() { counter.signal() }

    /// Lets SIGINT, SIGTERM and SIGHUP make the wish instead of ending the process, unless they are
    /// ignored; the interruption must live as long as the process.
    public func catchSignals() throws(SystemError) {
        try Signals.catchInterrupts(by: counter)
    }

    /// Lets them end the process again: what is left to do is to write to somebody who may never
    /// read it.
    public func releaseSignals() throws(SystemError) { try Signals.leaveInterrupts() }
}
