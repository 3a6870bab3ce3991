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

/// The provenance facts that the store's views and the report look for by name; every other fact
/// is shown as it was stored (gates.md#rule-12).
public enum ProvenanceKey {
    /// The host's name.
    public static let host = "host"
    /// The commit that the binaries were built from.
    public static let commit = "commit"
    /// `yes` when the working tree differed from the commit, `results/` left out, else `no`.
    public static let dirty = "dirty"
    /// The build configuration, `debug` or `release`.
    public static let configuration = "configuration"
    /// `yes` when the run was told to refuse a GO on a dirty tree or of a debug build.
    public static let strict = "strict"
}

extension RunRecord {
    /// Whether the working tree differed from the commit.
    public var isDirty: Bool { fact(ProvenanceKey.dirty) == "yes" }

    /// Whether the binaries were built for debugging.
    public var isDebugBuild: Bool { fact(ProvenanceKey.configuration) == "debug" }

    /// Why a strict run refuses every GO; empty for a run that does not.
    public var refusal: [RefusalGround] {
        guard fact(ProvenanceKey.strict) == "yes" else { return [] }
        // An unknown commit or flag is not known to be clean.
        let dirty = fact(ProvenanceKey.dirty) == "no" ? nil : RefusalGround.treeNotClean
        return [dirty, isDebugBuild ? .debugBuild : nil].compactMap(\.self)
    }
}
