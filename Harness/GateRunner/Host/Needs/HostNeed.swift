import GateHost
public import GateKit

/// One thing that a machine must offer before a gate can be judged on it, as data: what it is, who
/// asks for it and why, how it is looked for, and the command that mends it
/// (preconditions.md).
public struct HostNeed: Sendable {
    /// The name by which reports, JSON and people refer to it; never changed.
    public let name: String
    /// Which gates need it.
    public let gates: [GateID]
    /// Which commands need it besides, such as `killmap`.
    public let commands: [String]
    /// The only profile at which the gates need it; nil is every one.
    public let profile: Profile?
    /// Whether nothing can be judged without it; else evidence is only better with it.
    public let isRequired: Bool
    /// What it is for.
    public let why: String
    /// The command that mends it, or what a person has to do.
    public let remedy: String
    /// Looks for it.
    let look: @Sendable (HostPlaces) -> Finding

    /// What was found.
    public struct Finding: Hashable, Sendable {
        /// Whether it is there.
        public var isThere: Bool
        /// What stands there instead, or what there is, in a few words.
        public var found: String
        /// A better command than the need's own, for what was found.
        public var remedy: String?
    }

    /// Declares a need; the gates are all of them unless given.
    init(
        _ name: String, gates: [GateID] = GateID.allCases, commands: [String] = [],
        at profile: Profile? = nil, isRequired: Bool = true, why: String, remedy: String,
        look: @escaping @Sendable (HostPlaces) -> Finding
    ) {
        self.name = name
        self.gates = gates
        self.commands = commands
        self.profile = profile
        self.isRequired = isRequired
        self.why = why
        self.remedy = remedy
        self.look = look
    }

    /// Returns a need that is tried.
    static func tried(
        _ name: String, gates: [GateID] = GateID.allCases, commands: [String] = [],
        at profile: Profile? = nil, isRequired: Bool = true, why: String,
        remedy: String = HostNeed.filter, probe: @escaping @Sendable (HostPlaces) -> HostProbe
    ) -> HostNeed {
        HostNeed(
            name, gates: gates, commands: commands, at: profile, isRequired: isRequired, why: why,
            remedy: remedy
        ) { places in
            let outcome = probe(places).attempt()
            return Finding(isThere: outcome == .works, found: "\(outcome)")
        }
    }

    /// What helps against a call that is denied.
    static let filter =
        "start it outside of the filter that denies the call, in a container with: "
        + "docker run --security-opt seccomp=unconfined"

    /// Who needs it, as a table shows it: `every gate`, `G4, G5 at full, killmap`.
    public var users: String {
        let names =
            gates.count == GateID.allCases.count
            ? "every gate" : gates.map(\.rawValue).joined(separator: ", ")
        let all = [profile.map { "\(names) at \($0.rawValue)" } ?? names] + commands
        return all.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Whether one of these gates needs it.
    func isFor(_ gates: [GateID], at profile: Profile) -> Bool {
        (self.profile == nil || self.profile == profile)
            && self.gates.contains(where: gates.contains)
    }
}

/// Where things are made whose room matters.
public struct HostPlaces: Sendable {
    /// Where private directories are made.
    public var temporary: String
    /// Whether a compositor is started that needs a program of its own.
    public var hasOwnCompositor: Bool

    /// Creates places.
    public init(temporary: String, hasOwnCompositor: Bool = true) {
        self.temporary = temporary
        self.hasOwnCompositor = hasOwnCompositor
    }
}

/// A need with what was found of it.
public struct HostAnswer: Sendable {
    /// What was looked for.
    public let need: HostNeed
    /// What was found.
    public let finding: HostNeed.Finding

    /// Whether a run that needs it cannot be made.
    public var isMissing: Bool { need.isRequired && !finding.isThere }

    /// The command that mends it.
    public var remedy: String { finding.remedy ?? need.remedy }

    /// The precondition that is not met, in one sentence without a full stop: name, what was
    /// found, for whom and why, and what to do.
    public var sentence: String {
        "\(need.name): \(finding.found); \(need.users) cannot be judged without it (\(need.why)); "
            + "to mend it: \(remedy)"
    }

    /// The same as a fault of a run.
    public var fault: HarnessFault { HarnessFault(.precondition, sentence) }
}
