/// Everything that an attempt's process is told; it travels as JSON and is stored as told.
public struct AttemptPlan: Codable, Hashable, Sendable {
    /// The name of the procedure to perform.
    public var procedure: String
    /// The gates that the attempt is judged for.
    public var gates: [GateID]
    /// How long to look.
    public var profile: Profile
    /// Which replicate this is, counted from 0.
    public var replicate: Int
    /// The seed of everything random; the same seed gives the same bytes everywhere.
    public var seed: UInt64
    /// The sabotage to switch on; nil for a real attempt.
    public var control: Control?
    /// A private directory, mode 0700, that exists only for this attempt.
    public var scratchDirectory: String
    /// The path of the editor under test.
    public var editorPath: String
    /// The path of the runtime under test.
    public var runtimePath: String
    /// After how many seconds the harness ends the attempt.
    public var deadlineSeconds: Double
    /// Where a window is shown; nil is the compositor that the attempt starts for itself.
    public var display: DisplayOptions?
    /// The stubs to fuzz besides, whose ends are an ambition's; nil tries none.
    public var sanitizedStubs: SanitizedStubs?

    /// Creates a plan.
    public init(
        procedure: String, gates: [GateID], profile: Profile, replicate: Int, seed: UInt64,
        control: Control? = nil, scratchDirectory: String, editorPath: String, runtimePath: String,
        deadlineSeconds: Double, display: DisplayOptions? = nil,
        sanitizedStubs: SanitizedStubs? = nil
    ) {
        self.procedure = procedure
        self.gates = gates
        self.profile = profile
        self.replicate = replicate
        self.seed = seed
        self.control = control
        self.scratchDirectory = scratchDirectory
        self.editorPath = editorPath
        self.runtimePath = runtimePath
        self.deadlineSeconds = deadlineSeconds
        self.display = display
        self.sanitizedStubs = sanitizedStubs
    }

    /// Returns the arguments that switch this plan's sabotage on in the given stub.
    public func sabotageArguments(for role: SubjectRole) -> [String] {
        guard let control, control.subject == role else { return [] }
        return ["--sabotage", control.sabotage]
    }
}
