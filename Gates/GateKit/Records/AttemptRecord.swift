/// One attempt, as the store keeps it.
public struct AttemptRecord: Codable, Hashable, Sendable {
    /// The number of the attempt in its store.
    public var id: Int64
    /// The run that it belongs to.
    public var runID: Int64
    /// What it was told.
    public var plan: AttemptPlan
    /// What turns its evidence into a verdict; stored before its first sample.
    public var rule: Rule
    /// When it began, in milliseconds since 1970, UTC.
    public var startedAt: Int64
    /// When it ended, likewise.
    public var finishedAt: Int64?
    /// How its process ended; nil while it runs.
    public var ending: AttemptEnding?
    /// Facts about how it was made, such as its placement.
    public var facts: [Fact]

    /// Creates a record.
    public init(
        id: Int64, runID: Int64, plan: AttemptPlan, rule: Rule, startedAt: Int64,
        finishedAt: Int64? = nil, ending: AttemptEnding? = nil, facts: [Fact] = []
    ) {
        self.id = id
        self.runID = runID
        self.plan = plan
        self.rule = rule
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.ending = ending
        self.facts = facts
    }
}

/// What came of judging an attempt.
public struct JudgedAttempt: Sendable {
    /// One judgement for each gate of its plan.
    public var judgements: [AttemptJudgement]
    /// What failed on the judge's side, everything that judging found included.
    public var faults: [HarnessFault]

    /// Creates what came of it.
    public init(judgements: [AttemptJudgement], faults: [HarnessFault]) {
        self.judgements = judgements
        self.faults = faults
    }
}

/// The summary of one series of an attempt.
public struct SeriesSummary: Codable, Hashable, Sendable {
    /// The series, such as `rtt.free`.
    public var metric: String
    /// The unit of every figure.
    public var unit: MeasurementUnit
    /// The figures, warm-up left out.
    public var summary: Summary
    /// What a drawing shows of it; nil where nothing is drawn of such a series.
    public var shape: SeriesShape?

    /// Creates a summary.
    public init(
        metric: String, unit: MeasurementUnit, summary: Summary, shape: SeriesShape? = nil
    ) {
        self.metric = metric
        self.unit = unit
        self.summary = summary
        self.shape = shape
    }
}
