/// Everything that turns an attempt's evidence into a verdict, fixed before its first sample.
public struct Rule: Codable, Hashable, Sendable {
    /// The checks of all gates that the attempt serves.
    public var checks: [Check]
    /// What must have happened for a GO.
    public var milestones: [Milestone]
    /// The lengths that the contract asks for; a shorter run's GO is provisional.
    public var contractLengths: [ContractLength]
    /// The one-sided confidence of every percentile bound (gates.md#rule-11).
    public var confidence: Double
    /// When the host answers for a time instead of the subject; nil tries no host.
    public var noise: NoiseRule?
    /// Which way of judging the rule was made for.
    public var edition: Edition

    /// Creates a rule of the current edition at 95 % confidence unless told otherwise.
    public init(
        checks: [Check], milestones: [Milestone] = [], contractLengths: [ContractLength] = [],
        confidence: Double = 0.95, noise: NoiseRule? = .standard, edition: Edition = .current
    ) {
        self.checks = checks
        self.milestones = milestones
        self.contractLengths = contractLengths
        self.confidence = confidence
        self.noise = noise
        self.edition = edition
    }
}

/// How many samples of a metric all attempts of a run together need for the contract's length.
public struct ContractLength: Codable, Hashable, Sendable {
    /// The gate that is provisional below it.
    public var gate: GateID
    /// What is long enough, such as `paced round trips`.
    public var title: String
    /// The series whose samples are counted.
    public var metric: String
    /// How many the contract asks for.
    public var samples: Int

    /// Creates a contract length.
    public init(gate: GateID, _ title: String, metric: String, samples: Int) {
        self.gate = gate
        self.title = title
        self.metric = metric
        self.samples = samples
    }
}
