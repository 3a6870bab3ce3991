import Foundation

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
        return (1..<count).boundary { below.cumulative($0 - 1) >= confidence }
    }

    /// Returns the rank r, counted from 1, whose sample is at most the true `p` quantile with
    /// the given one-sided confidence, or nil where `count` samples are too few for a bound.
    public static func lowerRank(count: Int, p: Double, confidence: Double) -> Int? {
        guard count > 0, p > 0, p < 1 else { return nil }
        let below = BinomialDistribution(trials: count, probability: p)
        let firstTooHigh = (1..<count + 1).boundary { below.cumulative($0 - 1) > 1 - confidence }
        return firstTooHigh > 1 ? firstTooHigh - 1 : nil
    }

    /// Returns the fewest samples for which `upperRank` gives a bound.
    ///
    /// At 95 %: p50 5, p99 299, p99.9 2 995, p99.99 29 956 (gates.md#rule-11).
    public static func fewestSamples(p: Double, confidence: Double) -> Int {
        var count = 1
        while upperRank(count: count, p: p, confidence: confidence) == nil { count *= 2 }
        return (1..<count).boundary {
            upperRank(count: $0, p: p, confidence: confidence) != nil
        }
    }

    /// Returns the failure rate that `trials` clean trials rule out with the given confidence.
    ///
    /// 299 clean trials claim less than 1 % at 95 % (gates.md#rule-11).
    public static func failureRateBound(cleanTrials trials: Int, confidence: Double) -> Double {
        failureRateBound(failures: 0, of: trials, confidence: confidence)
    }

    /// Returns the failure rate that so many failures in so many trials rule out with the given
    /// confidence.
    public static func failureRateBound(
        failures: Int, of trials: Int, confidence: Double
    ) -> Double {
        guard trials > failures else { return 1 }
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let soFew = BinomialDistribution(trials: trials, probability: middle)
                .cumulative(failures)
            if soFew > 1 - confidence { low = middle } else { high = middle }
        }
        return high
    }

    /// The same at 95 % in percent, rounded up to a tenth.
    static func percent(failures: Int, of trials: Int) -> Double {
        (failureRateBound(failures: failures, of: trials, confidence: 0.95) * 1000).rounded(.up)
            / 10
    }
}

extension Range<Int> {
    /// Returns the first number for which a condition holds that never turns false again; the upper
    /// bound where it holds for none.
    func boundary(_ holds: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// The number of successes in `trials` independent trials: what order-statistic bounds rest on.
struct BinomialDistribution {
    /// How many trials are made.
    let trials: Int
    /// The chance of each, strictly between 0 and 1.
    let probability: Double

    /// Returns the chance of at most `successes` successes.
    ///
    /// Exact up to rounding for any number of trials: the regularised incomplete beta function,
    /// not a normal approximation, which is wrong where it matters most, in the tail.
    func cumulative(_ successes: Int) -> Double {
        if successes < 0 { return 0 }
        if successes >= trials { return 1 }
        return Self.regularisedBeta(
            1 - probability, Double(trials - successes), Double(successes + 1))
    }

    /// Returns I_x(a, b) by its continued fraction, on the side where that converges fast.
    private static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let front = exp(
            lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        if x < (a + 1) / (a + b + 2) {
            return front * continuedFraction(x, a, b) / a
        }
        return 1 - front * continuedFraction(1 - x, b, a) / b
    }

    /// Returns the continued fraction of the incomplete beta function (modified Lentz).
    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / away(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...1_000_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / away(1 + even * d)
            c = away(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / away(1 + odd * d)
            c = away(1 + odd / c)
            let factor = d * c
            result *= factor
            if abs(factor - 1) < 1e-15 { break }
        }
        return result
    }
}
