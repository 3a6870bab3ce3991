public import GateKit

/// Why one check came out as it did in one attempt.
public struct CheckAnswer: Codable, Sendable {
    /// A sample that the verdict rests on.
    public struct Sample: Codable, Hashable, Sendable {
        /// Why it stands here.
        public enum Role: String, Codable, Sendable {
            /// It is on the wrong side of the threshold.
            case violates
            /// It is the confidence bound that decided.
            case bound
            /// No other is nearer to the threshold, or further on the wrong side.
            case worst
        }

        /// Why it stands here.
        public var role: Role
        /// Its number in its series, as `v_samples` has it.
        public var index: Int64
        /// What was measured, in the check's unit.
        public var value: Double
        /// When it was taken, in seconds since its attempt began; nil where nobody knows.
        public var seconds: Double?
    }

    /// The check's id.
    public var check: String
    /// What is asked.
    public var question: String
    /// Whether it decides its gate, and on whose word.
    public var tier: Tier
    /// Whether a host can violate it.
    public var nature: Check.Nature
    /// The attempt.
    public var attempt: Int64
    /// The verdict there.
    public var verdict: Verdict
    /// Why, in words.
    public var reason: String
    /// What is computed, such as `p99`.
    public var statistic: String
    /// The series.
    public var metric: String
    /// The unit of every figure.
    public var unit: MeasurementUnit
    /// The figure; nil without samples.
    public var value: Double?
    /// The confidence bound that decided; nil where counting does.
    public var bound: Double?
    /// How the figure has to stand to the threshold.
    public var comparison: Comparison
    /// The limit; nil where a store holds none that is a number.
    public var threshold: Double?
    /// How many samples were judged.
    public var sampleCount: Int
    /// What was left out for the host's sake.
    public var setAside: SetAside?
    /// The samples that decided, at most six.
    public var samples: [Sample]
    /// What would have to be otherwise for another verdict.
    public var change: VerdictDistance

    /// How many samples of a kind are shown.
    private static let mostSamples = 4

    /// Answers for a check that was judged.
    init(_ result: CheckResult, _ placed: PlacedSamples, of attempt: AttemptOfCell) {
        let asked = result.check
        check = asked.id
        question = asked.question
        tier = asked.tier
        nature = asked.nature
        self.attempt = attempt.record.id
        verdict = result.verdict
        reason = result.reason.sentence
        statistic = asked.statistic.name
        metric = asked.metric
        unit = asked.unit
        value = result.value?.finite
        bound = result.bound?.finite
        comparison = asked.comparison
        threshold = asked.threshold.finite
        sampleCount = result.sampleCount
        setAside = result.reason.setAside
        change = VerdictDistance(
            result, SortedSamples(placed.values), confidence: attempt.record.rule.confidence)
        samples = Self.deciding(result, placed, since: attempt.start)
    }

    /// Returns the samples that decided: those on the wrong side, the worst first; where there is
    /// none, the one nearest to it; and the one that a percentile's bound is.
    private static func deciding(
        _ result: CheckResult, _ placed: PlacedSamples, since start: UInt64?
    ) -> [Sample] {
        let check = result.check
        let isSummed = check.statistic == .sum || check.statistic == .count
        // Each trial of a sum is 0 where it held.
        let violates: (Double) -> Bool = {
            isSummed ? $0 != 0 : !check.comparison.holds($0, check.threshold)
        }
        func sample(_ position: Int, _ role: Sample.Role) -> Sample? {
            guard placed.indexes.indices.contains(position),
                let value = placed.values[position].finite
            else { return nil }
            return Sample(
                role: role, index: placed.indexes[position], value: value,
                seconds: placed.span(at: position).flatMap { span in
                    start.map { span.start >= $0 ? Double(span.start - $0) / 1e9 : 0 }
                })
        }
        let order = placed.values.indices.sorted { first, second in
            let (left, right) = (placed.values[first], placed.values[second])
            return check.comparison.smallerIsBetter ? left > right : left < right
        }
        let wrong = order.filter { violates(placed.values[$0]) }.prefix(mostSamples)
        var samples = wrong.compactMap { sample($0, .violates) }
        if wrong.isEmpty, !isSummed, let worst = order.first.flatMap({ sample($0, .worst) }) {
            samples.append(worst)
        }
        if let bound = result.bound, let position = placed.values.firstIndex(of: bound),
            let sample = sample(position, .bound)
        {
            samples.append(sample)
        }
        return samples
    }
}
