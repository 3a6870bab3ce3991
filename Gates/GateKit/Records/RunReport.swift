/// Everything that a validation report shows of one run: what the store hands to the renderer.
public struct RunReport: Sendable {
    /// The run.
    public var run: RunRecord
    /// What the catalogue says of each gate.
    public var declarations: [GateDeclaration]
    /// Every cell of the matrix, the newest run of each gate, platform and host class.
    public var matrix: [MatrixCell]
    /// The run's gates.
    public var results: [GateResult]
    /// The run's real attempts, never its controls.
    public var attempts: [AttemptReport]
    /// The run's controls.
    public var controls: [ControlResult]
    /// Texts from `results/notes`, by file name, included as they are.
    public var notes: [Note]
    /// The digest over the run's attempts and results; nil where the run has none.
    public var seal: String?
    /// How small a slowdown each gate was shown to reject on this platform and kind of host.
    public var sensitivities: [SensitivityResult]
    /// Which of its deciding checks a control has turned red; nil where nothing was judged.
    public var coverage: ControlCoverage?
    /// The kills of the run, or of the newest one on this platform and kind of host that made some.
    public var killMap: KillMap?
    /// What each check of the run came to in runs that can be compared, up to this one; empty where
    /// nobody asked for it.
    public var histories: [CheckHistory]
    /// The text of `results/mutants.md`; nil where there is none.
    public var plantedFaults: Note?

    /// Creates a report's content.
    public init(
        run: RunRecord, declarations: [GateDeclaration], matrix: [MatrixCell],
        results: [GateResult], attempts: [AttemptReport], controls: [ControlResult],
        notes: [Note], seal: String? = nil,
        sensitivities: [SensitivityResult] = [], coverage: ControlCoverage? = nil,
        killMap: KillMap? = nil, histories: [CheckHistory] = [], plantedFaults: Note? = nil
    ) {
        self.run = run
        self.declarations = declarations
        self.matrix = matrix
        self.results = results
        self.attempts = attempts
        self.controls = controls
        self.notes = notes
        self.seal = seal
        self.sensitivities = sensitivities
        self.coverage = coverage
        self.killMap = killMap
        self.histories = histories
        self.plantedFaults = plantedFaults
    }
}

/// One cell of the matrix: a gate on a platform and kind of host, from the newest run.
public struct MatrixCell: Codable, Hashable, Sendable {
    /// The system.
    public var platform: PlatformID
    /// The kind of host.
    public var hostClass: String
    /// The run that the cell comes from.
    public var runID: Int64
    /// When that run ended, in milliseconds since 1970, UTC; nil for a broken one.
    public var finishedAt: Int64?
    /// What came out.
    public var result: GateResult
    /// The newest earlier run of the same commit in which this gate was NO-GO: a later GO does not
    /// make that undone.
    public var earlierNoGo: Int64?

    /// Creates a cell.
    public init(
        platform: PlatformID, hostClass: String, runID: Int64, finishedAt: Int64?,
        result: GateResult, earlierNoGo: Int64? = nil
    ) {
        self.platform = platform
        self.hostClass = hostClass
        self.runID = runID
        self.finishedAt = finishedAt
        self.result = result
        self.earlierNoGo = earlierNoGo
    }
}

/// One real attempt with its judgements and the summaries of its series.
public struct AttemptReport: Sendable {
    /// The attempt.
    public var attempt: AttemptRecord
    /// What it came out as, for each gate it serves.
    public var judgements: [AttemptJudgement]
    /// Its series, by name.
    public var series: [SeriesSummary]
    /// What its checks were decided from; empty where nobody asked for it.
    public var trails: [CheckTrail]
    /// The files that were kept of it.
    public var artefacts: [KeptFile]
    /// How the judge's pulses answered; nil where there were none, or nobody asked for it.
    public var pulses: PulseSummary?

    /// Creates an attempt's part of a report.
    public init(
        attempt: AttemptRecord, judgements: [AttemptJudgement], series: [SeriesSummary],
        trails: [CheckTrail] = [], artefacts: [KeptFile] = [], pulses: PulseSummary? = nil
    ) {
        self.attempt = attempt
        self.judgements = judgements
        self.series = series
        self.trails = trails
        self.artefacts = artefacts
        self.pulses = pulses
    }
}

/// A file that was kept of an attempt: a captured picture, a stack, a shrunk script.
public struct KeptFile: Codable, Hashable, Sendable {
    /// What it is, such as `stacks`.
    public var name: String
    /// Where it is.
    public var path: String

    /// Creates a file's entry.
    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}

/// A text of `results/notes`, such as the debt of the original milestone.
public struct Note: Codable, Hashable, Sendable {
    /// The file's name, which orders the notes.
    public var name: String
    /// The Markdown text.
    public var text: String

    /// Creates a note.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
