import GateKit

/// Where a value stands between two ends, 0...1.
struct Scale {
    /// The values at the ends.
    let low: Double
    let high: Double
    /// Whether equal factors are equal lengths.
    let isLogarithmic: Bool

    /// Spans the values; logarithmic where they differ by much and none is 0 or less.
    init(_ values: [Double]) {
        let finite = values.filter(\.isFinite)
        let least = finite.min() ?? 0
        let most = finite.max() ?? 1
        isLogarithmic = least > 0 && most > 20 * least
        if isLogarithmic {
            low = least / 1.3
            high = most * 1.3
        } else {
            let room = max((most - least) * 0.08, abs(most) * 0.01, 1e-9)
            low = least - room < 0 && least >= 0 ? 0 : least - room
            high = most + room
        }
    }

    /// Spans the values above 0 by factors, whatever they are.
    init(factorsOf values: [Double]) {
        let above = values.filter { $0 > 0 && $0.isFinite }
        isLogarithmic = true
        low = (above.min() ?? 1) / 1.3
        high = (above.max() ?? 10) * 1.3
    }

    /// Returns where the value stands; what is beyond an end stands at it.
    func position(_ value: Double) -> Double {
        guard value < high else { return 1 }
        let share =
            isLogarithmic
            ? (Logarithm.ten(max(value, low)) - Logarithm.ten(low))
                / (Logarithm.ten(high) - Logarithm.ten(low))
            : (value - low) / (high - low)
        return min(max(share, 0), 1)
    }

    /// Round values between the ends, at most about seven.
    var ticks: [Double] {
        isLogarithmic ? logarithmicTicks : linearTicks
    }

    private var logarithmicTicks: [Double] {
        let decades = Logarithm.ten(high) - Logarithm.ten(low)
        let steps: [Double] = decades > 4 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5]
        let all = powersOfTen.flatMap { power in steps.map { $0 * power } }
            .filter { $0 >= low && $0 <= high }
        let every = (all.count + 6) / 7
        return all.enumerated().filter { $0.offset.isMultiple(of: max(1, every)) }.map(\.element)
    }

    private var linearTicks: [Double] {
        let rough = (high - low) / 5
        let power = powersOfTen.last { $0 <= rough } ?? rough
        let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
        guard step > 0 else { return [low] }
        var ticks: [Double] = []
        var tick = (low / step).rounded(.up) * step
        while tick <= high, ticks.count < 12 {
            ticks.append(tick)
            tick += step
        }
        return ticks
    }

    private var powersOfTen: [Double] {
        (-12...15).compactMap { Double("1e\($0)") }
    }
}

/// Logarithms without the C library, which need not agree with another system's to the last digit.
enum Logarithm {
    /// Returns the decimal logarithm, to about ten digits; that of the smallest number for 0 and less.
    static func ten(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return -308 }
        let significand = value.significand
        // ln m = 2 artanh((m - 1) / (m + 1)), with m in 1..<2.
        let t = (significand - 1) / (significand + 1)
        var power = t
        var sum = 0.0
        for term in 0..<14 {
            sum += power / Double(2 * term + 1)
            power *= t * t
        }
        return (Double(value.exponent) * 0.693_147_180_559_945_3 + 2 * sum)
            / 2.302_585_092_994_045_7
    }
}
