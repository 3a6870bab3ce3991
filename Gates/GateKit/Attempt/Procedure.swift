/// How evidence for one or more gates is gathered: one execution is an attempt, in a process of
/// its own.
///
/// A procedure never judges. It takes samples; the rule, stored before the first of them, and the
/// pure functions in `Judgement` do the rest.
public protocol Procedure: Sendable {
    /// The name in plans and in the store, such as `round-trip`.
    var name: String { get }
    /// The gates that its samples answer.
    var gates: [GateID] { get }
    /// The sabotaged attempts that must turn those gates red, each control for its own reason.
    var controlAttempts: [ControlAttempt] { get }

    /// How many of the sabotaged attempts that take long a smoke run makes in any case, besides one of
    /// all procedures'; other ones with every seed.
    var longControlsAtSmoke: Int { get }

    /// What it lets whoever starts a run decide; none unless it says otherwise.
    var options: [ProcedureOption] { get }

    /// Returns how many replicates a run makes, each with fresh processes.
    func replicates(_ profile: Profile) -> Int
    /// Returns what will turn the evidence of this attempt into a verdict.
    func rule(_ plan: AttemptPlan) -> Rule
    /// Returns after how many seconds such an attempt must have ended.
    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double
    /// Gathers the evidence; runs in the attempt's own process.
    ///
    /// An error thrown is a fault of the judge's side and makes the attempt ERROR; what the
    /// system under test does wrong is recorded, or thrown as a ``SubjectFailure`` where nothing
    /// can follow it.
    func perform(_ plan: AttemptPlan, recorder: Recorder) throws
}

extension Procedure {
    /// Its controls, in the order in which they are tried.
    public var controls: [Control] { controlAttempts.flatMap(\.controls) }

    /// The sabotaged attempts whose checks exist in a profile.
    public func controlAttempts(in profile: Profile) -> [ControlAttempt] {
        controlAttempts.filter { !$0.isFullOnly || profile == .full }
    }

    /// None of them in every run.
    public var longControlsAtSmoke: Int { 0 }

    /// Lets nobody decide anything.
    public var options: [ProcedureOption] { [] }
}

/// What the catalogue of gates says of one gate, whether or not it can be run yet.
public struct GateDeclaration: Sendable {
    /// The gate.
    public let id: GateID
    /// The question that the gate answers, in one sentence.
    public let question: String
    /// The check whose figure stands in the matrix.
    public let headlineCheck: String
    /// Why the gate cannot be run yet; nil for a gate that can.
    public let pendingReason: String?

    /// Declares a gate.
    public init(id: GateID, question: String, headlineCheck: String, pendingReason: String? = nil) {
        self.id = id
        self.question = question
        self.headlineCheck = headlineCheck
        self.pendingReason = pendingReason
    }
}

/// Thrown by a procedure that cannot go on because of what the system under test did: it becomes a
/// violation of the attempt, where any other error is a fault of the judge's side.
public struct SubjectFailure: Error, Hashable, Sendable {
    /// What the system under test did.
    public var violation: Violation

    /// Creates a failure of the given kind.
    ///
    /// - Parameter span: The wait that ran out, where it is one.
    public init(_ kind: Violation.Kind, _ text: String, span: TimeSpan? = nil) {
        violation = Violation(kind, text, span: span)
    }
}
