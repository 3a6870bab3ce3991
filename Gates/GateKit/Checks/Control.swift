/// An attempt made with a sabotage, which must come out NO-GO for the reason that it names.
public struct Control: Codable, Hashable, Sendable {
    /// The sabotage's name, such as `echo-delay`.
    public var name: String
    /// The stub that is sabotaged.
    public var subject: SubjectRole
    /// What is handed to the stub's `--sabotage`, such as `echo-delay=2ms`.
    public var sabotage: String
    /// The gate that would be blind without it.
    public var gate: GateID
    /// The check that has to be violated.
    public var expectedCheck: String
    /// Checks that the same fault violates as well; any other violation is another reason.
    public var alsoViolated: [String]

    /// Creates a control.
    public init(
        _ sabotage: String, subject: SubjectRole = .runtime, gate: GateID,
        violates expected: String,
        also: [String] = []
    ) {
        name = sabotage.split(separator: "=").first.map(String.init) ?? sabotage
        self.subject = subject
        self.sabotage = sabotage
        self.gate = gate
        expectedCheck = expected
        alsoViolated = also
    }

    /// The milestone that every control attempt needs: the stub itself reported its sabotage.
    public var announcement: Milestone {
        Milestone(
            "control.announced", gate: gate, "the stub announced \(sabotage)",
            metric: Self.announcementMetric, atLeast: 1)
    }

    /// The series in which an attempt counts announcements of its sabotage.
    public static let announcementMetric = "control.announced"
}

/// The two processes under test.
public enum SubjectRole: String, Codable, CaseIterable, Hashable, Sendable {
    case editor
    case runtime
}
