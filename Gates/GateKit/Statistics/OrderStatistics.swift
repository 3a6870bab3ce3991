/// Distribution-free confidence bounds of a quantile: ranks into the sorted samples.
///
/// Nothing is assumed about the samples but that they are independent draws; the number of them
/// below the true quantile is binomial, and that alone gives the ranks (gates.md#rule-11).
public enum OrderStatistics {
    /// Returns the rank r, counted from 1, whose sample is at least the true `p` quantile with
    /// the given one-sided confidence, or nil where `count` samples are too few for a bound.
    public static func upperRank(count: Int, p: Double, confidence: Double) -> Int? {
        guard count > 0, p > 0, p < 1 else { return nil }
        let below = BinomialDistribution(trials: count, probability: p)
        guard below.cumulative(count - 1) >= confidence else { return nil }
        return firstRank(upTo: count) { below.cumulative($0 - 1) >= confidence }
    }

    /// Returns the rank r, counted from 1, whose sample is at most the true `p` quantile with
    /// the given one-sided confidence, or nil where `count` samples are too few for a bound.
    public static func lowerRank(count: Int, p: Double, confidence: Double) -> Int? {
        guard count > 0, p > 0, p < 1 else { return nil }
        let below = BinomialDistribution(trials: count, probability: p)
        let firstTooHigh = firstRank(upTo: count + 1) { below.cumulative($0 - 1) > 1 - confidence }
        return firstTooHigh > 1 ? firstTooHigh - 1 : nil
    }

    /// Returns the fewest samples for which `upperRank` gives a bound.
    ///
    /// At 95 %: p50 5, p99 299, p99.9 2 995, p99.99 29 956 (gates.md#rule-11).
    public static func fewestSamples(p: Double, confidence: Double) -> Int {
        var count = 1
        while upperRank(count: count, p: p, confidence: confidence) == nil { count *= 2 }
        return firstRank(upTo: count) {
            upperRank(count: $0, p: p, confidence: confidence) != nil
        }
    }

    /// Returns the failure rate that `trials` clean trials rule out with the given confidence.
    ///
    /// 299 clean trials claim less than 1 % at 95 % (gates.md#rule-11).
    public static func failureRateBound(cleanTrials trials: Int, confidence: Double) -> Double {
        guard trials > 0 else { return 1 }
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let allClean = BinomialDistribution(trials: trials, probability: middle).cumulative(0)
            if allClean > 1 - confidence { low = middle } else { high = middle }
        }
        return high
    }

    /// Returns the smallest rank in 1...limit for which `holds`, which never turns false again.
    private static func firstRank(upTo limit: Int, _ holds: (Int) -> Bool) -> Int {
        var low = 1
        var high = limit
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
