/// The measured samples of an attempt by metric, warm-up left out.
public typealias SeriesByMetric = [String: SortedSamples]

extension Check {
    /// Returns what the samples decide, at the given one-sided confidence.
    ///
    /// A percentile holds when its bound holds, is violated when the opposite bound is, and is
    /// undecided between (gates.md#rule-11). Counts, sums and extremes are decided by every
    /// trial there was, and undecided below `fewestSamples` unless they are violated already.
    public func evaluate(_ series: SeriesByMetric, confidence: Double) -> CheckResult {
        let samples = series[metric] ?? SortedSamples([])
        guard samples.count > 0 else {
            return undecided(nil, samples, "no samples of \(metric) were stored")
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
            return result(value, bad, samples, .noGo, "the confidence bound violates the threshold")
        }
        guard samples.count >= fewestSamples, let good else {
            return undecided(value, samples, "\(samples.count) samples are too few for a bound")
        }
        if comparison.holds(good, threshold) {
            return result(value, good, samples, .go, "the confidence bound holds")
        }
        return result(
            value, good, samples, .inconclusive, "the confidence interval straddles the threshold")
    }

    /// Decides by the ratio of two quantiles' bounds, each side taking half of the error allowed.
    private func ratio(
        _ samples: SortedSamples, over floor: SortedSamples?, p: Double, confidence: Double
    ) -> CheckResult {
        guard let floor, let below = floor.quantile(p), below > 0, let above = samples.quantile(p)
        else { return undecided(nil, samples, "the floor was not measured") }
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
        guard let figure else { return undecided(nil, samples, "no samples") }
        guard comparison.holds(figure, threshold) else {
            return result(figure, nil, samples, .noGo, violations(samples))
        }
        guard samples.count >= fewestSamples else {
            return undecided(
                figure, samples, "\(samples.count) trials of at least \(fewestSamples)")
        }
        return result(figure, nil, samples, .go, claim(samples.count, confidence: confidence))
    }

    /// Returns how many of the samples violate an extreme, or over how many a sum went wrong.
    private func violations(_ samples: SortedSamples) -> String {
        guard statistic == .maximum || statistic == .minimum else {
            return "violated over \(samples.count) trials"
        }
        let wrong = samples.values.count { !comparison.holds($0, threshold) }
        return "\(wrong) of \(samples.count) samples violate it"
    }

    /// Returns what so many trials without a violation bound, for checks that ask every trial.
    private func claim(_ trials: Int, confidence: Double) -> String {
        guard trials > 1, statistic != .count, comparison != .atLeast else { return "held" }
        let rate = OrderStatistics.failureRateBound(cleanTrials: trials, confidence: confidence)
        let percent = (rate * 1000).rounded(.up) / 10
        let level = Int(clamping: (confidence * 100).rounded())
        return "held in \(trials) trials: rate < \(percent) % at \(level) %"
    }

    private func undecided(
        _ value: Double?, _ samples: SortedSamples, _ reason: String
    ) -> CheckResult {
        result(value, nil, samples, .inconclusive, reason)
    }

    private func result(
        _ value: Double?, _ bound: Double?, _ samples: SortedSamples, _ verdict: Verdict,
        _ reason: String
    ) -> CheckResult {
        CheckResult(
            check: self, value: value, bound: bound, sampleCount: samples.count, verdict: verdict,
            reason: reason)
    }
}
