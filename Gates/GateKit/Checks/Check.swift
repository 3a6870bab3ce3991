/// One yes/no question inside a gate, with one metric, one unit and one threshold.
///
/// A check is data: it is stored before the first sample is taken, and the verdict is recomputed
/// from it and the samples alone.
public struct Check: Codable, Hashable, Sendable {
    /// A stable word such as `g1.p50`; part of the public interface of the store.
    public var id: String
    /// The gate that is the AND of its checks.
    public var gate: GateID
    /// What is asked, in one line for the report.
    public var question: String
    /// The series of samples that answers it.
    public var metric: String
    /// What is computed from the samples.
    public var statistic: Statistic
    /// The unit of the threshold and of the computed figure.
    public var unit: MeasurementUnit
    /// How the figure has to stand to the threshold.
    public var comparison: Comparison
    /// The limit, in `unit`.
    public var threshold: Double
    /// Who asks: contract, own or ambition.
    public var tier: Tier
    /// The fewest samples without which the check cannot hold, at least 1.
    public var fewestSamples: Int
    /// The rate that the samples are deviations from, in `unit`; nil where they are none.
    ///
    /// It says how long one of what was lost takes, and so bounds what a host can answer for.
    public var nominal: Double?
    /// Whether a host can violate it (credibility.md#words).
    public var nature: Nature

    /// Creates a check; see the properties for units.
    ///
    /// - Parameter nature: Where it is not given, what asks for a time or a rate is timing, and
    ///   what counts, or asks that something does not come too early, is integrity.
    public init(
        _ id: String, gate: GateID, _ question: String, metric: String, _ statistic: Statistic,
        unit: MeasurementUnit, _ comparison: Comparison, _ threshold: Double, tier: Tier,
        fewestSamples: Int = 1, nominal: Double? = nil, nature: Nature? = nil
    ) {
        self.id = id
        self.gate = gate
        self.question = question
        self.metric = metric
        self.statistic = statistic
        self.unit = unit
        self.comparison = comparison
        self.threshold = threshold
        self.tier = tier
        self.fewestSamples = max(1, fewestSamples)
        self.nominal = nominal
        self.nature =
            nature ?? Nature.of(statistic: statistic, unit: unit, comparison: comparison)
    }

    /// Returns the check that counts violations and holds at none, over at least so many trials.
    ///
    /// - Parameter nature: Timing where a count hides a wait that can run out; each of its samples
    ///   carries the span of that wait then.
    public static func none(
        _ id: String, gate: GateID, _ question: String, metric: String, tier: Tier,
        trials: Int = 1, nature: Nature = .integrity
    ) -> Check {
        Check(
            id, gate: gate, question, metric: metric, .sum, unit: .count, .equal, 0, tier: tier,
            fewestSamples: trials, nature: nature)
    }

    /// Whether a host can violate a check (credibility.md#words).
    public enum Nature: String, Codable, CaseIterable, Hashable, Sendable {
        /// No host can: a torn picture, a wrong byte, a wrong exit code, something too early.
        case integrity
        /// A slow or interrupted host can: latencies, ages, rates, counts of waits that ran out.
        case timing

        /// Returns the nature of a check that does not declare one, as those of older rules.
        public static func of(
            statistic: Statistic, unit: MeasurementUnit, comparison: Comparison
        ) -> Nature {
            let isDuration = unit == .nanoseconds || unit == .seconds
            switch statistic {
            case .percentileRatio: return .timing
            case .sum, .count: return .integrity
            case .percentile, .maximum, .minimum:
                guard isDuration || unit == .perSecond else { return .integrity }
                return isDuration && comparison == .atLeast ? .integrity : .timing
            }
        }
    }
}

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
        let tenths = Int(clamping: (p * 1000).rounded())
        let whole = tenths / 10
        let rest = tenths % 10
        return rest == 0 ? "p\(whole)" : "p\(whole).\(rest)"
    }
}

/// How a check's figure has to stand to its threshold.
public enum Comparison: String, Codable, CaseIterable, Hashable, Sendable {
    case below = "<"
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="

    /// Whether the figure stands to the threshold as required.
    public func holds(_ value: Double, _ threshold: Double) -> Bool {
        switch self {
        case .below: value < threshold
        case .atMost: value <= threshold
        case .atLeast: value >= threshold
        case .equal: value == threshold
        }
    }

    /// Whether a smaller figure is the better one.
    public var smallerIsBetter: Bool { self != .atLeast }
}
