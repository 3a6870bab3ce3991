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
    /// How many samples were left out because the host was contaminated in their time.
    public var excludedCount: Int
    /// GO, NO-GO or INCONCLUSIVE.
    public var verdict: Verdict
    /// Why.
    public var reason: CheckReason

    /// Creates a result.
    public init(
        check: Check, value: Double?, bound: Double? = nil, sampleCount: Int,
        excludedCount: Int = 0, verdict: Verdict, reason: CheckReason
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

    /// The figure over all samples, whatever was left out.
    var figureOfAll: Double? {
        if case .leavingOut(let setAside, _) = reason { return setAside.figureOfAll ?? value }
        return value
    }

    /// Whether a stored result says the same (see ``Reason/isSame(as:)``).
    public func isSame(as stored: CheckResult) -> Bool {
        var stored = stored
        if reason.isSame(as: stored.reason) { stored.reason = reason }
        return self == stored
    }
}

extension Check {
    /// Returns what the samples decide, at the given one-sided confidence.
    ///
    /// A percentile holds when its bound holds, is violated when the opposite bound is, and is
    /// undecided between (gates.md#rule-11). Counts, sums and extremes are decided by every
    /// trial there was, and undecided below `fewestSamples` unless they are violated already.
    public func evaluate(_ series: SeriesByMetric, confidence: Double) -> CheckResult {
        let samples = series[metric] ?? SortedSamples([])
        guard samples.count > 0 else {
            return undecided(nil, samples, .noSamples(metric: metric))
        }
        switch statistic {
        case .percentile(let p):
            return percentile(
                samples, value: samples.quantile(p),
                lower: samples.lowerBound(p, confidence: confidence),
                upper: samples.upperBound(p, confidence: confidence))
        case .percentileRatio(let p, let floorMetric):
            return ratio(samples, over: series[floorMetric], p: p, confidence: confidence)
        case .maximum: return everyTrial(samples, samples.values.last, confidence: confidence)
        case .minimum: return everyTrial(samples, samples.values.first, confidence: confidence)
        case .sum:
            return everyTrial(samples, samples.values.reduce(0, +), confidence: confidence)
        case .count: return everyTrial(samples, Double(samples.count), confidence: confidence)
        }
    }

    /// Decides by the bounds of a quantile; `lower` and `upper` are nil for too few samples.
    private func percentile(
        _ samples: SortedSamples, value: Double?, lower: Double?, upper: Double?
    ) -> CheckResult {
        let (good, bad) = comparison.smallerIsBetter ? (upper, lower) : (lower, upper)
        if let bad, !comparison.holds(bad, threshold) {
            return result(value, bad, samples, .noGo, .boundViolates)
        }
        guard samples.count >= fewestSamples, let good else {
            return undecided(value, samples, .tooFewSamples(count: samples.count))
        }
        if comparison.holds(good, threshold) {
            return result(value, good, samples, .go, .boundHolds)
        }
        return result(value, good, samples, .inconclusive, .boundStraddles)
    }

    /// Decides by the ratio of two quantiles' bounds, each side taking half of the error allowed.
    private func ratio(
        _ samples: SortedSamples, over floor: SortedSamples?, p: Double, confidence: Double
    ) -> CheckResult {
        guard let floor, let below = floor.quantile(p), below > 0, let above = samples.quantile(p)
        else { return undecided(nil, samples, .noFloor) }
        let each = (1 + confidence) / 2
        let upper = samples.upperBound(p, confidence: each)
        let lower = samples.lowerBound(p, confidence: each)
        let floorUpper = floor.upperBound(p, confidence: each)
        let floorLower = floor.lowerBound(p, confidence: each)
        return percentile(
            samples, value: above / below,
            lower: lower.flatMap { low in floorUpper.map { low / $0 } },
            upper: upper.flatMap { high in floorLower.map { high / $0 } })
    }

    /// Decides by every trial there was.
    private func everyTrial(
        _ samples: SortedSamples, _ figure: Double?, confidence: Double
    ) -> CheckResult {
        guard let figure else { return undecided(nil, samples, .noSamples(metric: metric)) }
        guard comparison.holds(figure, threshold) else {
            return result(figure, nil, samples, .noGo, violations(samples))
        }
        guard samples.count >= fewestSamples else {
            return undecided(
                figure, samples, .tooFewTrials(count: samples.count, fewest: fewestSamples))
        }
        return result(figure, nil, samples, .go, claim(samples.count, confidence: confidence))
    }

    /// Returns how many of the samples violate an extreme, or over how many a sum went wrong.
    private func violations(_ samples: SortedSamples) -> CheckReason {
        guard statistic == .maximum || statistic == .minimum else {
            return .trialsViolate(count: samples.count)
        }
        let wrong = samples.values.count { !comparison.holds($0, threshold) }
        return .samplesViolate(count: wrong, total: samples.count)
    }

    /// Returns what so many trials without a violation bound, for checks that ask every trial.
    private func claim(_ trials: Int, confidence: Double) -> CheckReason {
        guard trials > 1, statistic != .count, comparison != .atLeast else { return .held }
        return .heldInTrials(count: trials, confidence: confidence)
    }

    private func undecided(
        _ value: Double?, _ samples: SortedSamples, _ reason: CheckReason
    ) -> CheckResult {
        result(value, nil, samples, .inconclusive, reason)
    }

    private func result(
        _ value: Double?, _ bound: Double?, _ samples: SortedSamples, _ verdict: Verdict,
        _ reason: CheckReason
    ) -> CheckResult {
        CheckResult(
            check: self, value: value, bound: bound, sampleCount: samples.count, verdict: verdict,
            reason: reason)
    }
}
