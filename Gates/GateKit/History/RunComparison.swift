/// A figure with the bounds between which the true one lies, where any can be given.
public struct BoundedValue: Codable, Hashable, Sendable {
    /// The figure.
    public var value: Double
    /// The lower bound; nil where there is none.
    public var lower: Double?
    /// The upper bound; nil where there is none.
    public var upper: Double?

    /// Creates a figure.
    public init(_ value: Double, lower: Double? = nil, upper: Double? = nil) {
        self.value = value
        self.lower = lower
        self.upper = upper
    }

    /// How likely the true quantile lies between both bounds.
    public static let confidence = 0.95

    /// Returns the `p` quantile of samples with its distribution-free bounds; nil without samples.
    public init?(_ samples: SortedSamples, p: Double) {
        guard let value = samples.quantile(p) else { return nil }
        let each = 1 - (1 - Self.confidence) / 2
        self.init(
            value, lower: samples.lowerBound(p, confidence: each),
            upper: samples.upperBound(p, confidence: each))
    }

    /// Returns the quotient: as low as the lowest of one over the highest of the other, and the
    /// other way round.
    public func over(_ other: BoundedValue) -> BoundedValue {
        func quotient(_ one: Double?, _ other: Double?) -> Double? {
            guard let one, let other, other > 0 else { return nil }
            return one / other
        }
        return BoundedValue(
            value / other.value, lower: quotient(lower, other.upper),
            upper: quotient(upper, other.lower))
    }
}

/// What became of a check from one run to another (report.md#compare).
public struct CheckMovement: Codable, Hashable, Sendable {
    /// Which way a figure went.
    public enum Direction: String, Codable, CaseIterable, Hashable, Sendable {
        /// The bounds lie apart, on the good side.
        case better
        /// The bounds lie apart, on the bad side.
        case worse
        /// The bounds overlap: no difference is proven.
        case within
        /// There are no bounds: extremes and counts are one value a run.
        case unbounded
    }

    /// The check, as both runs asked it.
    public var check: Check
    /// What the first run came to, the worst of its replicates.
    public var before: BoundedValue
    /// What the second run came to.
    public var after: BoundedValue
    /// The verdict of the first run.
    public var verdictBefore: Verdict
    /// The verdict of the second run.
    public var verdictAfter: Verdict
    /// Which way it went.
    public var direction: Direction

    /// Creates a movement and finds its direction.
    public init(
        _ check: Check, before: BoundedValue, after: BoundedValue, verdictBefore: Verdict,
        verdictAfter: Verdict
    ) {
        self.check = check
        self.before = before
        self.after = after
        self.verdictBefore = verdictBefore
        self.verdictAfter = verdictAfter
        direction = Self.direction(before, after, check.comparison)
    }

    private static func direction(
        _ before: BoundedValue, _ after: BoundedValue, _ comparison: Comparison
    ) -> Direction {
        guard let low = before.lower, let high = before.upper, let newLow = after.lower,
            let newHigh = after.upper
        else { return .unbounded }
        if newLow > high { return comparison.smallerIsBetter ? .worse : .better }
        if newHigh < low { return comparison.smallerIsBetter ? .better : .worse }
        return .within
    }

    /// Whether anything is to be told of it: a proven difference or another verdict, or another
    /// value of what has no bounds.
    public var hasMoved: Bool {
        verdictBefore != verdictAfter || direction == .better || direction == .worse
            || (direction == .unbounded && before.value != after.value)
    }
}

/// Two runs beside each other.
public struct RunComparison: Codable, Hashable, Sendable {
    /// The first run's number.
    public var before: Int64
    /// The second run's number.
    public var after: Int64
    /// What both asked alike, in the order of the first run's rules.
    public var checks: [CheckMovement]
    /// Checks that only one of them asked, or that had no figure in one.
    public var unmatched: [String]
    /// The part of the first run's time that the host took, 0 to 1; nil where nobody watched it.
    public var hostBefore: Double?
    /// The same of the second run.
    public var hostAfter: Double?

    /// Creates a comparison.
    public init(
        before: Int64, after: Int64, checks: [CheckMovement], unmatched: [String],
        hostBefore: Double? = nil, hostAfter: Double? = nil
    ) {
        self.before = before
        self.after = after
        self.checks = checks
        self.unmatched = unmatched
        self.hostBefore = hostBefore
        self.hostAfter = hostAfter
    }

    /// Whether the host took so much of a run that its times say little of the subject.
    public var isDisturbed: Bool { max(hostBefore ?? 0, hostAfter ?? 0) > Self.calm }

    /// The part of a run's time that a host takes without being noticed.
    private static let calm = 0.05
}
