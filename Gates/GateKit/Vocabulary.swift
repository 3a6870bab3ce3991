/// The seven questions that a run answers; later gates take the next number (gates.md#vocabulary).
public enum GateID: String, Codable, CaseIterable, Comparable, Hashable, Sendable {
    case g1 = "G1"
    case g2 = "G2"
    case g3 = "G3"
    case g4 = "G4"
    case g5 = "G5"
    case g6 = "G6"
    case g7 = "G7"

    /// What the gate is about, in the words of gates.md#g1 and those after it.
    public var title: String {
        switch self {
        case .g1: "round-trip median"
        case .g2: "round-trip tail"
        case .g3: "fuzz"
        case .g4: "the runtime is killed"
        case .g5: "the editor is killed"
        case .g6: "the viewport"
        case .g7: "passing descriptors"
        }
    }

    /// Orders gates by their number.
    public static func < (left: GateID, right: GateID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What an attempt, a check or a gate came out as; always computed from stored evidence, never
/// set by hand (gates.md#vocabulary).
public enum Verdict: String, Codable, CaseIterable, Hashable, Sendable {
    case go = "GO"
    case noGo = "NO-GO"
    case inconclusive = "INCONCLUSIVE"
    case blind = "BLIND"
    case skip = "SKIP"
    case error = "ERROR"
    case pending = "PENDING"

    /// How strongly the verdict claims a cell: the highest of several decides.
    ///
    /// NO-GO outranks BLIND; SKIP and PENDING never hide a verdict that was earned.
    public var severity: Int {
        switch self {
        case .pending: 0
        case .skip: 1
        case .go: 2
        case .inconclusive: 3
        case .error: 4
        case .blind: 5
        case .noGo: 6
        }
    }

    /// Returns the verdict that decides among several, or PENDING where there is none.
    public static func worst(_ verdicts: some Sequence<Verdict>) -> Verdict {
        verdicts.max { $0.severity < $1.severity } ?? .pending
    }
}

/// How much a check weighs (gates.md#vocabulary).
public enum Tier: String, Codable, CaseIterable, Hashable, Sendable {
    /// A figure of the milestone that this project validates; never loosened.
    case contract
    /// What this project requires on top of the contract for a GO.
    case own
    /// Judged and reported beside the others; never decides a verdict.
    case ambition
    /// Asks whether the host could carry the gate's work at all, by the judge's own floor
    /// (credibility.md#capacity).
    case capacity
    /// Asks whether the host lets a control be seen at all, by the floor that the control is seen
    /// beside (credibility.md#control-6).
    case sight

    /// Whether it is the host that is asked, and never the subject.
    public var asksTheHost: Bool { self == .capacity || self == .sight }

    /// Whether a violated check of this tier turns its gate NO-GO.
    public var decides: Bool { self == .contract || self == .own }
}

/// How long a run looks; it fixes every sample size before the first sample (gates.md#rules).
public enum Profile: String, Codable, CaseIterable, Hashable, Sendable {
    /// About 60 s with controls: every gate looked at, shortly.
    case smoke
    /// About 10 min: what a merge waits for.
    case ci
    /// Every contract length, the one-hour fuzz included.
    case full
}

/// The systems that the matrix has a column for.
public enum PlatformID: String, Codable, CaseIterable, Hashable, Sendable {
    case linux
    case macos
    case windows
    /// Windows programs that Wine runs on Linux: a column beside that of Windows, never instead of it
    /// (portability.md#wine).
    case wine = "windows-wine"

    /// Whether another system plays this one.
    public var isEmulated: Bool { self == .wine }

    /// What its cells are worth, in one sentence; nil for a system that is itself.
    public var worth: String? {
        guard isEmulated else { return nil }
        return """
            \(title): the stubs' own sources as Windows programs, run by Wine on Linux: what they do \
            is shown; how fast Windows is, who may open its pipes, and whatever else Wine leaves out \
            is not.
            """
    }

    /// The name that a reader of the report knows.
    public var title: String {
        switch self {
        case .linux: "Linux"
        case .macos: "macOS"
        case .windows: "Windows"
        case .wine: "Windows (Wine 8.0)"
        }
    }
}

/// The unit of every sample of a metric, as the store and the report spell it.
public enum MeasurementUnit: String, Codable, CaseIterable, Hashable, Sendable {
    case nanoseconds = "ns"
    case count
    case ratio
    case bytes
    case perSecond = "1/s"
    case seconds = "s"
}
