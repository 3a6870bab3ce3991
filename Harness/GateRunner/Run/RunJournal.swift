public import GateKit

/// Where a run is written down as it happens; the harness knows no other memory of it.
///
/// Every call has committed when it returns, so that whoever is killed loses nothing that was
/// told (gates.md#rule-9). Calls come from one thread at a time.
public protocol RunJournal: Sendable {
    /// Stores a new run and returns its number.
    func beginRun(_ run: RunRecord) throws(JournalError) -> Int64
    /// Stores a new attempt with its rule, before its first sample, and returns its number.
    func beginAttempt(
        run: Int64, plan: AttemptPlan, rule: Rule, startedAt: Int64
    ) throws(JournalError) -> Int64
    /// Stores what an attempt, or the harness about it, reported; `.end` marks that it was done.
    func append(_ evidence: [StoredEvidence], attempt: Int64) throws(JournalError)
    /// Stores how an attempt ended.
    func finishAttempt(
        _ attempt: Int64, ending: AttemptEnding, finishedAt: Int64
    ) throws(JournalError)
    /// Judges an ended attempt by what is stored of it, its statistics of zero turned into faults
    /// first (`Rule.zeroStatistics`), and stores what comes of it.
    func judge(attempt: Int64) throws(JournalError) -> JudgedAttempt
    /// Returns how many measured samples of each metric the run's real attempts stored together.
    func sampleCounts(run: Int64) throws(JournalError) -> [String: Int]
    /// Stores how small a slowdown a gate was shown to reject.
    func store(_ sensitivity: SensitivityResult, run: Int64) throws(JournalError)
    /// Stores how the run ended and what its gates and controls came out as.
    func finishRun(
        _ run: Int64, state: RunRecord.State, finishedAt: Int64, results: [GateResult],
        controls: [ControlResult], faults: [HarnessFault]
    ) throws(JournalError)
}

/// The store refused: the run cannot go on, for what is not stored is not evidence.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What failed, on what, in one sentence.
    public var description: String
    /// What the program ends with.
    public var exitCode: RunExitCode

    /// Creates an error.
    public init(_ description: String, exitCode: RunExitCode = .cannotWrite) {
        self.description = description
        self.exitCode = exitCode
    }
}
