/// A sabotage and the check that has to see it: an attempt made with it must come out NO-GO for
/// the reason that it names.
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

    /// The milestone that every control attempt needs: the stubs themselves reported all sabotages
    /// of the attempt.
    public var announcement: Milestone {
        Milestone(
            "control.announced", gate: gate, "the stub announced \(sabotage)",
            metric: Self.announcementMetric, atLeast: 1)
    }

    /// The series in which an attempt counts how often all its sabotages were announced.
    public static let announcementMetric = "control.announced"
}

/// The two processes under test.
public enum SubjectRole: String, Codable, CaseIterable, Hashable, Sendable {
    case editor
    case runtime
}

/// Controls that share one attempt, because their faults neither hide nor cause each other's
/// violation (credibility.md#control-4).
public struct ControlAttempt: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// The controls; each is judged by the check that it names.
    public var controls: [Control]
    /// Whether it takes so long that a smoke run tries it in some runs only.
    public var isLong: Bool
    /// Whether the checks that it turns red exist at `full` alone, so that no other run knows it.
    public var isFullOnly: Bool

    /// Creates an attempt.
    public init(_ controls: [Control], isLong: Bool = false, isFullOnly: Bool = false) {
        self.controls = controls
        self.isLong = isLong
        self.isFullOnly = isFullOnly
    }

    /// Creates an attempt that is short.
    public init(arrayLiteral controls: Control...) { self.init(controls) }

    /// Returns an attempt that a smoke run tries in some runs only.
    public static func long(_ controls: Control...) -> ControlAttempt {
        ControlAttempt(controls, isLong: true)
    }

    /// Returns an attempt for checks that exist at `full` alone.
    public static func full(_ controls: Control...) -> ControlAttempt {
        ControlAttempt(controls, isLong: true, isFullOnly: true)
    }
}

extension [Control] {
    /// What is switched on, such as `fd-drop + leave-socket`; a fault that several controls share
    /// is named once.
    public var sabotages: String { faults.map(\.sabotage).joined(separator: " + ") }

    /// The names alone, as the store's column has them, such as `fd-drop+leave-socket`.
    public var names: String {
        faults.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            .joined(separator: "+")
    }

    /// The first control of each fault.
    var faults: [Control] {
        enumerated().filter { index, control in
            firstIndex { $0.sabotage == control.sabotage && $0.subject == control.subject } == index
        }.map(\.element)
    }

    /// The gates that they make blind where they are missed, each once.
    public var gates: [GateID] { Set(map(\.gate)).sorted() }
}
