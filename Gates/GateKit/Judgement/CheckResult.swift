/// A check, the figure computed for it and what that decides.
public struct CheckResult: Codable, Hashable, Sendable {
    /// The question.
    public var check: Check
    /// The figure computed from the samples, in the check's unit; nil without samples.
    public var value: Double?
    /// The confidence bound that decided, in the check's unit; nil where counting decides.
    public var bound: Double?
    /// How many samples were judged, warm-up left out.
    public var sampleCount: Int
    /// How many samples were left out because the host was guilty of the time they took.
    public var excludedCount: Int
    /// GO, NO-GO or INCONCLUSIVE.
    public var verdict: Verdict
    /// Why, in one sentence.
    public var reason: String

    /// Creates a result.
    public init(
        check: Check, value: Double?, bound: Double? = nil, sampleCount: Int,
        excludedCount: Int = 0, verdict: Verdict, reason: String
    ) {
        self.check = check
        self.value = value
        self.bound = bound
        self.sampleCount = sampleCount
        self.excludedCount = excludedCount
        self.verdict = verdict
        self.reason = reason
    }

    /// How far the figure is from its threshold, as a factor; above 1 is on the good side.
    ///
    /// Nil where no factor exists: without a figure, for equality and for a zero.
    public var margin: Double? {
        guard let value, check.comparison != .equal, value > 0, check.threshold > 0 else {
            return nil
        }
        return check.comparison.smallerIsBetter ? check.threshold / value : value / check.threshold
    }
}
