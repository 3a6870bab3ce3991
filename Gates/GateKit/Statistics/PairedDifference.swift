import Foundation

/// How much one of two sides differs from the other, from pairs that were measured side by side
/// (report.md#duel).
///
/// The Hodges-Lehmann estimate: the median of all averages of two differences. Its interval is that
/// of Wilcoxon's signed ranks, exact and free of any distribution but for symmetry about the
/// difference itself; an outlier moves it little.
public struct PairedDifference: Codable, Hashable, Sendable {
    /// The second side over the first, as a factor; 1.05 is five per cent more.
    public var factor: Double
    /// The interval's lower end; nil where so few pairs have none.
    public var low: Double?
    /// Its upper end.
    public var high: Double?
    /// How many pairs there were.
    public var pairs: Int

    /// Returns a factor as per cent more or less, such as `+4.9 %`.
    public static func percent(_ factor: Double) -> String {
        let tenths = ((factor - 1) * 1000).rounded() / 10
        return (tenths > 0 ? "+" : "") + "\(tenths) %"
    }

    /// The fewest pairs that have an interval at 95 %.
    public static let fewestPairs = 6

    /// No more pairs are looked at: the averages grow with their square.
    private static let mostPairs = 400

    /// Compares pairs of positive figures; nil where there is none.
    ///
    /// - Parameters:
    ///   - pairs: The first side's figure and the second side's, measured together. A pair with a
    ///     figure that is not positive says nothing about a factor and is left out.
    ///   - confidence: Of the two-sided interval.
    public init?(_ pairs: [(first: Double, second: Double)], confidence: Double = 0.95) {
        let logs = pairs.filter {
            $0.first > 0 && $0.second > 0 && $0.first.isFinite && $0.second.isFinite
        }.prefix(Self.mostPairs).map { log($0.second / $0.first) }
        guard !logs.isEmpty else { return nil }
        let averages = Self.averages(logs)
        self.pairs = logs.count
        factor = exp(Self.median(averages))
        guard let rank = Self.rank(pairs: logs.count, confidence: confidence) else { return }
        low = exp(averages[rank - 1])
        high = exp(averages[averages.count - rank])
    }

    /// Whether the interval leaves no doubt which side is larger.
    public var isShown: Bool {
        guard let low, let high else { return false }
        return low > 1 || high < 1
    }

    /// Whether the second side is shown to be larger.
    public var isMore: Bool { (low ?? 0) > 1 }

    /// Returns the averages of every two differences, each with itself among them, in order.
    private static func averages(_ differences: [Double]) -> [Double] {
        differences.indices.flatMap { first in
            differences[first...].map { (differences[first] + $0) / 2 }
        }.sorted()
    }

    private static func median(_ sorted: [Double]) -> Double {
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// Returns the rank, from 1, of the average that bounds the interval from below; nil where no
    /// rank is rare enough.
    ///
    /// The chance that the sum of signed ranks is below the rank is at most half of what the
    /// confidence leaves; how many ways lead to a sum is counted, not approximated.
    static func rank(pairs: Int, confidence: Double) -> Int? {
        guard pairs > 0, confidence > 0, confidence < 1 else { return nil }
        let most = pairs * (pairs + 1) / 2
        // The chance of each sum, halved with every pair, so that it never overflows.
        var chances = [Double](repeating: 0, count: most + 1)
        chances[0] = 1
        var reach = 0
        for pair in 1...pairs {
            reach += pair
            for sum in stride(from: reach, through: 0, by: -1) {
                let without = sum <= reach - pair ? chances[sum] : 0
                let with = sum >= pair ? chances[sum - pair] : 0
                chances[sum] = (without + with) / 2
            }
        }
        let tail = (1 - confidence) / 2
        var below = 0.0
        for sum in 0...most {
            below += chances[sum]
            if below > tail { return sum > 0 ? sum : nil }
        }
        return nil
    }
}
