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
