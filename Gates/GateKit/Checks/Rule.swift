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
    public var noise: InterferenceRule?
    /// Which way of judging the rule was made for.
    public var edition: Edition

    /// Creates a rule of the current edition at 95 % confidence unless told otherwise.
    public init(
        checks: [Check], milestones: [Milestone] = [], contractLengths: [ContractLength] = [],
        confidence: Double = 0.95, noise: InterferenceRule? = .standard, edition: Edition = .current
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

/// An event that must have happened for a GO to mean anything (gates.md#vocabulary).
///
/// It is counted as the sum of a metric's samples, so it is evidence like any other.
public struct Milestone: Codable, Hashable, Sendable {
    /// A stable word such as `g7.sender-killed`.
    public var id: String
    /// The gate whose GO needs it.
    public var gate: GateID
    /// What happened, in one line for the report.
    public var title: String
    /// The series whose samples are summed.
    public var metric: String
    /// How often it must have happened.
    public var atLeast: Int

    /// Creates a milestone.
    public init(_ id: String, gate: GateID, _ title: String, metric: String, atLeast: Int) {
        self.id = id
        self.gate = gate
        self.title = title
        self.metric = metric
        self.atLeast = atLeast
    }
}

/// A milestone and how often it was reached.
public struct MilestoneResult: Codable, Hashable, Sendable {
    /// What was asked for.
    public var milestone: Milestone
    /// How often it happened.
    public var reached: Int
    /// Whether it happened often enough.
    public var fired: Bool { reached >= milestone.atLeast }

    /// Creates a result.
    public init(milestone: Milestone, reached: Int) {
        self.milestone = milestone
        self.reached = reached
    }
}

extension Rule {
    /// Which way of judging turns the evidence into a verdict.
    ///
    /// Stored with every rule, so that what was judged once comes out the same for ever. A new
    /// edition needs a new version of the store's schema: an older `weld-gates` must refuse what it
    /// would judge otherwise.
    public enum Edition: Int, Codable, CaseIterable, Hashable, Sendable {
        /// An excuse was bounded for times in nanoseconds only, and whatever was violated beside a
        /// control's own check made its gate BLIND.
        case first = 1
        /// An excuse is bounded in the check's own unit, and what the host took is counted once and
        /// only in the sample's own time; beside a control's own check only what no host can cause
        /// makes its gate BLIND (credibility.md#host-time and credibility.md#controls).
        case second = 2
        /// The host's time is measured by pulses and counters, and every excuse is bounded by it in
        /// the sample's own span; what a host cannot cause is declared; a capable host is shown by
        /// the judge's own floor; timing controls are compared with their healthy twin
        /// (credibility.md).
        case third = 3

        /// The edition that new rules are judged by.
        public static let current = Edition.third
    }
}
