/// How long a run looks; it fixes every sample size before the first sample (gates.md#rules).
public enum Profile: String, Codable, CaseIterable, Hashable, Sendable {
    /// About 90 s with controls: every gate looked at, shortly.
    case smoke
    /// About 10 min: what a merge waits for.
    case ci
    /// Every contract length, the one-hour fuzz included.
    case full
}
