/// What a question about one gate of one run is answered from (report.md#explain).
public struct CellEvidence: Sendable {
    /// The run.
    public var run: RunRecord
    /// The gate.
    public var gate: GateID
    /// What came out; nil where the run never ended.
    public var result: GateResult?
    /// The real attempts that serve the gate.
    public var attempts: [AttemptOfCell]
    /// What came of the gate's controls.
    public var controls: [ControlResult]
    /// The attempt that tried each sabotage, by its words, such as `freeze=120ms`.
    public var controlAttempts: [String: Int64]

    /// Creates it.
    public init(
        run: RunRecord, gate: GateID, result: GateResult?, attempts: [AttemptOfCell],
        controls: [ControlResult], controlAttempts: [String: Int64]
    ) {
        self.run = run
        self.gate = gate
        self.result = result
        self.attempts = attempts
        self.controls = controls
        self.controlAttempts = controlAttempts
    }
}

/// A real attempt and what it came out as for one gate.
public struct AttemptOfCell: Sendable {
    /// The attempt.
    public var record: AttemptRecord
    /// Its judgement for the gate; nil while it runs.
    public var judgement: AttemptJudgement?
    /// What failed on the judge's side.
    public var faults: [HarnessFault]
    /// When it began, in nanoseconds of the monotonic clock; nil where nothing tells.
    public var start: UInt64?
    /// What was kept of it.
    public var artefacts: [Artefact]

    /// Creates it.
    public init(
        record: AttemptRecord, judgement: AttemptJudgement?, faults: [HarnessFault],
        start: UInt64?, artefacts: [Artefact]
    ) {
        self.record = record
        self.judgement = judgement
        self.faults = faults
        self.start = start
        self.artefacts = artefacts
    }
}

/// A file that was kept of an attempt.
public struct Artefact: Codable, Hashable, Sendable {
    /// What it is, such as `failure-runtime-1.fuzz`.
    public var name: String
    /// Where it was put.
    public var path: String

    /// Creates it.
    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}

/// The measured samples of one metric of an attempt, in the order in which they were taken.
public struct PlacedSamples: Sendable {
    /// The attempt.
    public var attempt: Int64
    /// The number of each sample in its series.
    public var indexes: [Int64]
    /// The same samples in timed batches.
    public var batches: [TimedBatch]
    /// All values, as they were taken.
    public var values: [Double]

    /// Creates it; there are as many indexes and values as samples in the batches.
    public init(attempt: Int64, indexes: [Int64], batches: [TimedBatch], values: [Double]) {
        self.attempt = attempt
        self.indexes = indexes
        self.batches = batches
        self.values = values
    }

    /// Returns when a sample was taken; nil where that is not known.
    ///
    /// - Parameter position: Its place among the samples, from 0.
    public func span(at position: Int) -> TimeSpan? {
        var end = 0
        for batch in batches {
            end += batch.values.count
            if position < end { return batch.span }
        }
        return nil
    }
}
