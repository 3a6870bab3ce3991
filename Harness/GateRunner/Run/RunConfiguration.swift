import GateHost
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
    /// Whether the programs under test have the sabotage of a control; one that they do not have
    /// leaves its gate unproven.
    public var canTry: @Sendable (Control) -> Bool = { _ in true }
    /// What every attempt is told of the programs under test, besides what its options came to.
    public var planOptions: [String: String] = [:]
    /// The column that the run fills.
    public var platform = PlatformID.linux
    /// The kind of host, such as `ci` or `dev`.
    public var hostClass: String
    /// The program whose hidden subcommand performs attempts, and that subcommand.
    public var attemptCommand: [String]
    /// The program whose hidden subcommand keeps a run's directory, and that subcommand; without
    /// one the harness itself does.
    public var keeperCommand: [String] = []
    /// The binaries under test.
    public var subjects: [SubjectBinary]
    /// What attempts start besides, such as a witness; one that is not there is left out.
    public var companions: [String] = []
    /// Facts about the invocation that are stored with the run, such as the command line.
    public var invocation: [Fact]
    /// Where artefacts are kept.
    public var artefactDirectory: String
    /// Where the run's private directory is made.
    public var temporaryDirectory: String
    /// What came of the options that were given, by the option's name.
    public var options: [String: PreparedOption]
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
        temporaryDirectory: String, options: [String: PreparedOption] = [:],
        limits: AttemptLimits = AttemptLimits()
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
        self.options = options
        self.limits = limits
    }

    /// Every program that attempts start, the judge's own first, in the order of the facts.
    var programs: [String] {
        let optional = options.sorted { $0.key < $1.key }.flatMap(\.value.programs).map(\.path)
        return attemptCommand.prefix(1) + subjects.map(\.path) + optional
            + companions.filter { FileVersion.following($0) != nil }
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
    /// Whether it answers `--version`; the milestone's programs do not.
    public var answers = true

    /// Creates a subject.
    public init(_ role: SubjectRole, path: String) {
        self.role = role
        self.path = path
    }
}

/// How long the harness waits for what, and how much it takes; tests make them short.
public struct AttemptLimits: Sendable {
    /// How long evidence may be gathered before a process is ended.
    public var evidence: Duration = .seconds(8)
    /// How long an attempt has to end after TERM.
    public var termGrace: Duration = .seconds(2)
    /// How long an attempt may live on once it said that it was done or closed its output.
    public var lingering: Duration = .seconds(5)
    /// How long what survives an attempt that exited may need to end by itself.
    public var strayGrace: Duration = .milliseconds(100)
    /// The same after an attempt that died: the stubs notice its death themselves.
    public var orphanGrace: Duration = .seconds(1)
    /// At most this long do messages wait to be stored.
    public var flush: Duration = .milliseconds(100)
    /// How many bytes an attempt may report.
    public var outputBytes = 1 << 30
    /// How many bytes one message may have.
    public var lineBytes = 16 << 20
    /// How many bytes of the attempt's standard error are kept.
    public var errorTailBytes = 16_384
    /// How large a file may be to be kept as an artefact.
    public var artefactBytes = 64 << 20
    /// How many bytes of artefacts a whole run keeps (platform.md#budgets).
    public var runArtefactBytes = 512 << 20

    /// Creates the limits that real runs use.
    public init() {}
}
