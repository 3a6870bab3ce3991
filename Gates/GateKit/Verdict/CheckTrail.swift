/// What one check of an attempt was decided from: so much that somebody else, with a judgement of
/// their own, can decide it again (report.md#the-page-checks-itself).
public struct CheckTrail: Sendable {
    /// The samples of one metric as a check saw them.
    public struct Samples: Sendable {
        /// All that were measured.
        public var all: SortedSamples
        /// Those that count, where some were set aside.
        public var quiet: SortedSamples?
        /// What was set aside, and by what right.
        public var aside: [Aside] = []
    }

    /// Samples of one batch that were set aside as the host's.
    public struct Aside: Hashable, Sendable {
        /// How long the batch took, in nanoseconds.
        public var length: Double
        /// How much of that the host took, in nanoseconds.
        public var taken: Double
        /// The samples.
        public var values: [Double]
    }

    /// The question.
    public var check: Check
    /// The confidence of its bounds.
    public var confidence: Double
    /// The samples of its metric.
    public var own: Samples
    /// Those of the floor that a ratio is of; nil for any other check.
    public var floor: Samples?
    /// The part of its samples that it may lose.
    public var largestPart = 0.0
}

extension Rule {
    /// Returns what each check of a gate was decided from, in the rule's order; nothing by the
    /// editions before the third, which excused by other words.
    public func trails(of evidence: AttemptEvidence, gate: GateID) -> [CheckTrail] {
        guard edition == .third else { return [] }
        let account = account(of: evidence) as? BoundedExcuses
        func samples(_ metric: String) -> CheckTrail.Samples {
            CheckTrail.Samples(all: evidence.series[metric] ?? SortedSamples([]))
        }
        return checks.filter { $0.gate == gate }.map { check in
            var trail = CheckTrail(
                check: check, confidence: confidence, own: samples(check.metric))
            if case .percentileRatio(_, let floor) = check.statistic {
                trail.floor = samples(floor)
            }
            if !check.tier.asksTheHost { account?.complete(&trail) }
            return trail
        }
    }
}
