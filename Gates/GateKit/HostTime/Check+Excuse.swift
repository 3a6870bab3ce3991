extension Check {
    /// Whether a busy host can violate the check: it asks how long something took, or how much was
    /// done in a time.
    public var isTiming: Bool {
        switch statistic {
        case .percentileRatio: return true
        case .percentile, .maximum, .minimum:
            return [.nanoseconds, .seconds, .perSecond].contains(unit)
        case .sum, .count: return false
        }
    }

    /// Whether no host can violate the check: it counts what is wrong, or asks that something does
    /// not come too early (credibility.md#words).
    public var isIntegrity: Bool { !isTiming || (isDuration && comparison == .atLeast) }

    /// Whether the check asks how long something took.
    private var isDuration: Bool { unit == .nanoseconds || unit == .seconds }

    /// Whether one sample alone can violate the check.
    var asksEveryTrial: Bool { statistic == .maximum || statistic == .minimum }

    /// Whether a sample taken in a contaminated window is left out.
    ///
    /// - Parameters:
    ///   - span: When the sample was taken.
    ///   - taken: How much time the host can have taken during it.
    func isExcused(
        _ value: Double, of span: TimeSpan, byNanoseconds taken: Double, _ edition: Rule.Edition
    ) -> Bool {
        guard asksEveryTrial else { return true }
        guard !comparison.holds(value, threshold) else { return false }
        return edition == .first
            ? unit != .nanoseconds || taken >= abs(value - threshold)
            : lostNanoseconds(value, of: span).map { taken >= $0 } ?? false
    }

    /// Returns how much time a host must have taken for a violating sample to be its doing; nil
    /// where no host can have caused it, as with what came too early or too often
    /// (credibility.md#host-time-4).
    ///
    /// Of a rate the time is what was lost beyond the limit, each with its period.
    func lostNanoseconds(_ value: Double, of span: TimeSpan) -> Double? {
        let excess = comparison.smallerIsBetter ? value - threshold : threshold - value
        guard excess >= 0 else { return nil }
        switch (unit, comparison.smallerIsBetter) {
        case (.nanoseconds, true): return excess
        case (.seconds, true): return excess * 1e9
        case (.perSecond, true):
            guard let nominal, nominal > 0 else { return nil }
            return excess / nominal * Double(span.length)
        case (.perSecond, false):
            guard threshold > 0 else { return nil }
            return excess / threshold * Double(span.length)
        default: return nil
        }
    }
}
