public import GateKit

/// Everything that one invocation decides before its first attempt.
public struct RunConfiguration: Sendable {
    /// What the catalogue says of each gate.
    public var declarations: [GateDeclaration]
    /// What can be performed, in this order.
    public var procedures: [any Procedure]
    /// The selected gates.
    public var gates: [GateID]
    /// How long to look.
    public var profile: Profile
    /// The seed that every attempt's seed is derived from.
    public var seed: UInt64
    /// How many replicates of each procedure; nil lets the procedure decide.
    public var replicates: Int?
    /// After how many seconds every attempt is ended; nil lets the procedure decide.
    public var deadlineSeconds: Double?
    /// Whether controls are tried; without them no gate can be GO.
    public var withControls: Bool
    /// The kind of host, such as `ci` or `dev`.
    public var hostClass: String
    /// The program whose hidden subcommand performs attempts, and that subcommand.
    public var attemptCommand: [String]
    /// The binaries under test.
    public var subjects: [SubjectBinary]
    /// Facts about the invocation that are stored with the run, such as the command line.
    public var invocation: [Fact]
    /// Where artefacts are kept.
    public var artefactDirectory: String
    /// Where the run's private directory is made.
    public var temporaryDirectory: String
    /// Where a gate that needs a window shows it; nil leaves that to the gate.
    public var display: DisplayOptions?
    /// Stubs built with the sanitizers, for the gate that fuzzes; nil tries none.
    public var sanitizedStubs: SanitizedStubs?
    /// How the product's names under `/dev/shm` begin (platform.md#shared-memory).
    public var sharedMemoryPrefix = "weld-shm-"
    /// How long the harness waits for what.
    public var limits: AttemptLimits

    /// Creates a configuration; see the properties.
    public init(
        declarations: [GateDeclaration], procedures: [any Procedure], gates: [GateID],
        profile: Profile, seed: UInt64, replicates: Int? = nil, deadlineSeconds: Double? = nil,
        withControls: Bool = true, hostClass: String, attemptCommand: [String],
        subjects: [SubjectBinary], invocation: [Fact] = [], artefactDirectory: String,
        temporaryDirectory: String, display: DisplayOptions? = nil,
        sanitizedStubs: SanitizedStubs? = nil, limits: AttemptLimits = AttemptLimits()
    ) {
        self.declarations = declarations
        self.procedures = procedures
        self.gates = gates
        self.profile = profile
        self.seed = seed
        self.replicates = replicates
        self.deadlineSeconds = deadlineSeconds
        self.withControls = withControls
        self.hostClass = hostClass
        self.attemptCommand = attemptCommand
        self.subjects = subjects
        self.invocation = invocation
        self.artefactDirectory = artefactDirectory
        self.temporaryDirectory = temporaryDirectory
        self.display = display
        self.sanitizedStubs = sanitizedStubs
        self.limits = limits
    }

    /// The declarations of the selected gates, in the catalogue's order.
    public var selected: [GateDeclaration] {
        declarations.filter { gates.contains($0.id) }
    }
}

/// A binary under test.
public struct SubjectBinary: Hashable, Sendable {
    /// Which of the two it is.
    public var role: SubjectRole
    /// Its path.
    public var path: String

    /// Creates a subject.
    public init(_ role: SubjectRole, path: String) {
        self.role = role
        self.path = path
    }
}
