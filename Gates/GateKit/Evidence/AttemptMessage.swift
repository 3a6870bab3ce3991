/// What an attempt's process tells the harness: one JSON object a line on its standard output.
///
/// An attempt can say nothing about the machine: that only the harness sees (``StoredEvidence``).
public enum AttemptMessage: Codable, Hashable, Sendable {
    /// Samples of one metric.
    case samples(SampleBatch)
    /// What a stub reported.
    case event(StubEvent)
    /// A fact about how the attempt was made, such as its placement.
    case fact(Fact)
    /// Something that must not be.
    case violation(Violation)
    /// A failure of the judge's own side.
    case fault(HarnessFault)
    /// A file worth keeping, under the attempt's scratch directory.
    case artefact(name: String, path: String)
    /// What the attempt is doing, for the person who waits.
    case progress(String)
    /// A process that the attempt started, or saw started: what it leaves behind is the attempt's.
    case process(Int32)
    /// The attempt came to its end; nothing follows.
    case end
}

/// What is stored of an attempt, in the order in which it arrived: what the attempt said and what
/// the harness saw around it.
public enum StoredEvidence: Codable, Hashable, Sendable {
    /// Samples of one metric.
    case samples(SampleBatch)
    /// What a stub reported.
    case event(StubEvent)
    /// What the harness saw of the machine.
    case host(HostWindow)
    /// How the judge's pulses were answered meanwhile.
    case pulses([HostPulse])
    /// A fact about how the attempt was made or ended.
    case fact(Fact)
    /// Something that must not be.
    case violation(Violation)
    /// A failure of the judge's own side.
    case fault(HarnessFault)
    /// A file that was kept, by the path of its copy.
    case artefact(name: String, path: String)
    /// The attempt said that it had come to its end.
    case end

    /// Takes what an attempt said; nil for progress, which is for the person who waits, and for
    /// processes, which are for the harness's ledger.
    public init?(_ message: AttemptMessage) {
        switch message {
        case .samples(let batch): self = .samples(batch)
        case .event(let event): self = .event(event)
        case .fact(let fact): self = .fact(fact)
        case .violation(let violation): self = .violation(violation)
        case .fault(let fault): self = .fault(fault)
        case .artefact(let name, let path): self = .artefact(name: name, path: path)
        case .progress, .process: return nil
        case .end: self = .end
        }
    }
}

/// Consecutive samples of one metric.
public struct SampleBatch: Codable, Hashable, Sendable {
    /// The series, such as `rtt.free`.
    public var metric: String
    /// The unit of every value.
    public var unit: MeasurementUnit
    /// Whether these were taken before the system was warm: stored, marked, not judged.
    public var warmup: Bool
    /// The samples in the order in which they were taken.
    public var values: [Double]
    /// When they were taken; nil where it does not matter.
    public var span: TimeSpan?

    /// Creates a batch.
    public init(
        metric: String, unit: MeasurementUnit, warmup: Bool = false, values: [Double],
        span: TimeSpan? = nil
    ) {
        self.metric = metric
        self.unit = unit
        self.warmup = warmup
        self.values = values
        self.span = span
    }
}

/// A named fact; order matters to the reader, so facts travel in arrays.
public struct Fact: Codable, Hashable, Sendable {
    /// What the fact is about, such as `kernel`.
    public var key: String
    /// What it is.
    public var value: String

    /// Creates a fact.
    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
