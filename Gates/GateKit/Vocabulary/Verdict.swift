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
