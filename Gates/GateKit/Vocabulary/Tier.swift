/// How much a check weighs (gates.md#vocabulary).
public enum Tier: String, Codable, CaseIterable, Hashable, Sendable {
    /// A figure of the milestone that this project validates; never loosened.
    case contract
    /// What this project requires on top of the contract for a GO.
    case own
    /// Judged and reported beside the others; never decides a verdict.
    case ambition

    /// Whether a violated check of this tier turns its gate NO-GO.
    public var decides: Bool { self != .ambition }
}
