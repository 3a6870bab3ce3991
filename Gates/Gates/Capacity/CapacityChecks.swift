internal import GateKit

/// The series of the judge's own floors, which hold no code of the judged
/// (credibility.md#capacity).
enum CapacityMetric {
    /// Pictures of the judge's presenter that were shown, a second.
    static let viewportRate = "capacity.viewport.rate"
    /// How old a picture of the judge's presenter was when the next one took its place.
    static let viewportAge = "capacity.viewport.age"
    /// How old a picture of the judge's presenter was when it was first shown.
    static let viewportShown = "capacity.viewport.age.shown"
    /// Kill of a bare process to its end.
    static let deathNoticed = "capacity.death.noticed"
    /// Kill of a bare process to the next one's answer.
    static let deathReplaced = "capacity.death.replaced"
    /// The bare ping-pong, 1 000 a second, from the planned send time.
    static let floorPaced = "capacity.floor.paced"
}

extension Check {
    /// Returns a question to the host alone: whether the judge's own floor keeps a limit of the
    /// gate's.
    ///
    /// It decides nothing itself.
    ///
    /// - Parameter limit: In milliseconds; the floor has to stay below.
    static func capacity(
        _ id: String, _ gate: GateID, asks question: String, of metric: String,
        _ statistic: Statistic, below limit: Double
    ) -> Check {
        Check(
            id, gate: gate, question, metric: metric, statistic, unit: .nanoseconds, .below,
            limit * milliseconds, tier: .capacity)
    }
}
