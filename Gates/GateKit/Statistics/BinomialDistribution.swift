import Foundation

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
