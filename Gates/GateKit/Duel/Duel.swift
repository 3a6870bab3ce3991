/// One of two pairs of programs that are measured against each other.
public enum DuelSide: String, Codable, CaseIterable, Sendable {
    /// The one that is compared with.
    case a = "A"
    /// The one that is asked about.
    case b = "B"
}

/// What one check's figures of both sides come to (report.md#duel).
public struct DuelResult: Codable, Sendable {
    /// The gate.
    public var gate: GateID
    /// The check whose figure is compared.
    public var check: String
    /// What is asked of it.
    public var question: String
    /// The unit of both medians.
    public var unit: MeasurementUnit
    /// Whether the figure is the median of an attempt: what a duel is decided by.
    public var isMedian: Bool
    /// The middle of A's figures.
    public var medianA: Double
    /// The middle of B's figures.
    public var medianB: Double
    /// B over A.
    public var difference: PairedDifference
    /// Whether less is better.
    public var smallerIsBetter: Bool

    /// Whether B is shown to be worse.
    public var isWorse: Bool {
        difference.isShown && difference.isMore == smallerIsBetter
    }
}

/// What was measured of both sides so far; pure.
public struct DuelTally: Sendable {
    private var order: [String] = []
    private var checks: [String: Check] = [:]
    /// The figures of each check by round, in the order in which they were taken.
    private var figures: [String: [Int: [DuelSide: [Double]]]] = [:]

    /// Begins with nothing.
    public init() {}

    /// Takes what an attempt came out as.
    public mutating func add(_ judgements: [AttemptJudgement], of side: DuelSide, round: Int) {
        for result in judgements.flatMap(\.checks) {
            guard let value = result.value, value > 0, value.isFinite,
                result.check.isCompared
            else { continue }
            let id = result.check.id
            if checks[id] == nil { order.append(id) }
            checks[id] = result.check
            figures[id, default: [:]][round, default: [:]][side, default: []].append(value)
        }
    }

    /// Returns what the figures come to: each round has two of each side, A B B A, of which each
    /// first is paired with the other's first.
    public var results: [DuelResult] {
        order.compactMap { id in
            guard let check = checks[id], let rounds = figures[id] else { return nil }
            let pairs = rounds.sorted { $0.key < $1.key }.flatMap { _, sides in
                zip(sides[.a] ?? [], sides[.b] ?? []).map { (first: $0, second: $1) }
            }
            let a = SortedSamples(rounds.values.flatMap { $0[.a] ?? [] })
            let b = SortedSamples(rounds.values.flatMap { $0[.b] ?? [] })
            guard let difference = PairedDifference(pairs), let medianA = a.quantile(0.5),
                let medianB = b.quantile(0.5)
            else { return nil }
            return DuelResult(
                gate: check.gate, check: id, question: check.question, unit: check.unit,
                isMedian: check.isMedian, medianA: medianA, medianB: medianB,
                difference: difference, smallerIsBetter: check.comparison.smallerIsBetter)
        }
    }
}

extension Check {
    /// Whether its figure is a time or a rate of the subject's, and no floor's.
    fileprivate var isCompared: Bool {
        guard nature == .timing, !tier.asksTheHost else { return false }
        switch statistic {
        case .percentile, .maximum, .minimum:
            return [.nanoseconds, .seconds, .perSecond].contains(unit) && nominal == nil
        case .percentileRatio, .sum, .count: return false
        }
    }

    fileprivate var isMedian: Bool { statistic == .percentile(0.5) }
}
