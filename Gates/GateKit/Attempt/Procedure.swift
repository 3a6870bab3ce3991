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
    /// The sabotages that must turn those gates red, each for its own reason.
    var controls: [Control] { get }

    /// What it lets whoever starts a run decide; none unless it says otherwise.
    var options: [ProcedureOption] { get }

    /// Returns how many replicates a run makes, each with fresh processes.
    func replicates(_ profile: Profile) -> Int
    /// Returns what will turn the evidence of this attempt into a verdict.
    func rule(_ plan: AttemptPlan) -> Rule
    /// Returns after how many seconds such an attempt must have ended.
    func deadlineSeconds(_ profile: Profile, control: Control?) -> Double
    /// Gathers the evidence; runs in the attempt's own process.
    ///
    /// An error thrown is a fault of the judge's side and makes the attempt ERROR; what the
    /// system under test does wrong is recorded, or thrown as a ``SubjectFailure`` where nothing
    /// can follow it.
    func perform(_ plan: AttemptPlan, recorder: Recorder) throws
}

extension Procedure {
    /// Lets nobody decide anything.
    public var options: [ProcedureOption] { [] }
}
