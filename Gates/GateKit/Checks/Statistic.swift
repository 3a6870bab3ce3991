/// What is computed from a metric's samples before the comparison with a threshold.
public enum Statistic: Codable, Hashable, Sendable {
    /// The quantile `p` (0 < p < 1), decided by distribution-free bounds.
    case percentile(Double)
    /// The quantile `p` of the metric divided by the same quantile of another metric.
    case percentileRatio(Double, over: String)
    /// The largest sample: every trial has to hold.
    case maximum
    /// The smallest sample: every trial has to hold.
    case minimum
    /// The sum: counts of violations, one sample a trial.
    case sum
    /// How many samples there are.
    case count

    /// The short name used in reports, such as `p99` or `max`.
    public var name: String {
        switch self {
        case .percentile(let p): Self.percentileName(p)
        case .percentileRatio(let p, let floor): "\(Self.percentileName(p)) / \(floor)"
        case .maximum: "max"
        case .minimum: "min"
        case .sum: "sum"
        case .count: "count"
        }
    }

    /// Returns `p50` for 0.5 and `p99.9` for 0.999.
    private static func percentileName(_ p: Double) -> String {
        let tenths = (p * 1000).rounded()
        let whole = Int(tenths / 10)
        let rest = Int(tenths) % 10
        return rest == 0 ? "p\(whole)" : "p\(whole).\(rest)"
    }
}
