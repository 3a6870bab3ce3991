/// One invocation of `weld-gates`, as the store keeps it.
public struct RunRecord: Codable, Hashable, Sendable {
    /// Whether the run came to its end.
    public enum State: String, Codable, CaseIterable, Hashable, Sendable {
        case running
        case finished
        /// Its user ended it.
        case interrupted
        /// It died; a later start found it still marked as running.
        case broken
    }

    /// The number of the run in its store; 0 before it is stored.
    public var id: Int64
    /// When it began, in milliseconds since 1970, UTC.
    public var startedAt: Int64
    /// When it ended, likewise; nil while it runs and for a broken run.
    public var finishedAt: Int64?
    /// Whether it came to its end.
    public var state: State
    /// How long it looked.
    public var profile: Profile
    /// The seed that every attempt's seed is derived from.
    public var seed: UInt64
    /// The system that it ran on.
    public var platform: PlatformID
    /// The kind of host, such as `ci` or `dev`; matrix cells of different kinds stand apart.
    public var hostClass: String
    /// The gates that were selected.
    public var gates: [GateID]
    /// Everything gates.md#rule-12 asks for, in the reader's order.
    public var provenance: [Fact]
    /// What was fixed about each selected gate before the first attempt.
    public var declarations: [RunDeclaration]

    /// Creates a record.
    public init(
        id: Int64 = 0, startedAt: Int64, finishedAt: Int64? = nil, state: State = .running,
        profile: Profile, seed: UInt64, platform: PlatformID, hostClass: String, gates: [GateID],
        provenance: [Fact], declarations: [RunDeclaration] = []
    ) {
        self.id = id
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.state = state
        self.profile = profile
        self.seed = seed
        self.platform = platform
        self.hostClass = hostClass
        self.gates = gates
        self.provenance = provenance
        self.declarations = declarations
    }

    /// Returns the value of a provenance fact, or nil where it was not recorded.
    public func fact(_ key: String) -> String? {
        provenance.first { $0.key == key }?.value
    }
}
