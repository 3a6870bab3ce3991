public import GateKit

/// What would have to be otherwise for a check to come out otherwise: in the check's own unit, from
/// its samples alone (report.md#explain).
public struct VerdictDistance: Codable, Hashable, Sendable {
    /// The same in words.
    public var sentence: String
    /// The threshold nearest to the real one by which the verdict would be another.
    public var threshold: Double?
    /// The sample nearest to the threshold, on the side that decided.
    public var sample: Double?
    /// How many samples would have to change sides.
    public var samples: Int?

    /// Measures it.
    ///
    /// - Parameters:
    ///   - result: What the check came out as.
    ///   - samples: All that it was judged by.
    ///   - confidence: The rule's.
    public init(_ result: CheckResult, _ samples: SortedSamples, confidence: Double) {
        self.init(sentence: "")
        let check = result.check
        if result.reason.hostDecided {
            sentence =
                "the host decides: a quieter or faster machine would let the samples speak"
            return
        }
        guard samples.count > 0 else {
            sentence = "at least \(check.fewestSamples) samples of \(check.metric) are needed"
            return
        }
        switch check.statistic {
        case .percentile(let p): measure(quantile: p, result, samples, confidence)
        case .percentileRatio, .count, .sum: measureFigure(result, samples)
        case .maximum, .minimum: measureEach(result, samples)
        }
        threshold = threshold?.finite
        sample = sample?.finite
    }

    private init(sentence: String) { self.sentence = sentence }

    // MARK: - Percentiles

    /// A percentile is decided by how many samples lie on either side of the threshold.
    private mutating func measure(
        quantile p: Double, _ result: CheckResult, _ samples: SortedSamples, _ confidence: Double
    ) {
        let check = result.check
        let upper = OrderStatistics.upperRank(count: samples.count, p: p, confidence: confidence)
        let lower = OrderStatistics.lowerRank(count: samples.count, p: p, confidence: confidence)
        let isSmall = check.comparison.smallerIsBetter
        guard let rank = isSmall ? upper : lower else {
            let fewest = OrderStatistics.fewestSamples(
                p: min(max(isSmall ? p : 1 - p, 0.001), 0.999_99), confidence: confidence)
            sentence =
                "\(samples.count) samples bound no \(check.statistic.name); at least "
                + "\(max(fewest, check.fewestSamples)) are needed"
            return
        }
        if result.verdict == .inconclusive, samples.count < check.fewestSamples {
            self.samples = check.fewestSamples - samples.count
            sentence =
                "\(check.fewestSamples - samples.count) more samples: "
                + "\(check.fewestSamples) are asked for"
            return
        }
        let allowed = isSmall ? samples.count - rank : rank - 1
        let over = samples.values.count { !check.comparison.holds($0, check.threshold) }
        threshold = samples.sample(rank: rank)
        sample = Self.nearest(samples, check, holding: result.verdict == .go)
        let limit = check.limit
        let bound = check.figure(samples.sample(rank: rank))
        if result.verdict == .go {
            self.samples = max(1, allowed - over + 1)
            sentence =
                "\(NumberFormat.count(self.samples ?? 0)) more of \(NumberFormat.count(samples.count)) "
                + "samples beyond \(limit), where \(NumberFormat.count(over)) are; "
                + "or a threshold beyond \(bound)"
        } else {
            self.samples = max(0, over - allowed)
            sentence =
                "\(NumberFormat.count(self.samples ?? 0)) of the \(NumberFormat.count(over)) samples "
                + "beyond \(limit) would have to hold; or a threshold of \(bound)"
        }
        if let sample {
            sentence += "; the nearest sample is \(check.figure(sample))"
        }
    }

    // MARK: - Every trial

    /// An extreme is decided by the worst sample.
    private mutating func measureEach(_ result: CheckResult, _ samples: SortedSamples) {
        let check = result.check
        let violating = samples.values.count { !check.comparison.holds($0, check.threshold) }
        let isMaximum = check.statistic == .maximum
        let worst = isMaximum ? samples.values.last : samples.values.first
        threshold = worst
        sample = Self.nearest(samples, check, holding: violating == 0)
        guard let worst, violating > 0 else {
            self.samples = 1
            sentence =
                "one sample beyond \(check.limit); the nearest is "
                + (sample.map { "\(check.figure($0)), \(check.gap($0)) away" } ?? "none")
            if samples.count < check.fewestSamples {
                self.samples = check.fewestSamples - samples.count
                sentence =
                    "\(check.fewestSamples - samples.count) more samples that hold make it GO; "
                    + sentence
            }
            return
        }
        self.samples = violating
        sentence =
            "all \(violating) samples beyond \(check.limit) would have to hold; the nearest misses by "
            + (sample.map(check.gap) ?? "nothing")
            + ", the worst, \(check.figure(worst)), by \(check.gap(worst))"
    }

    // MARK: - Sums, counts and ratios

    private mutating func measureFigure(_ result: CheckResult, _ samples: SortedSamples) {
        let check = result.check
        threshold = result.bound ?? result.value
        let violating = samples.values.count { $0 != 0 }
        switch (check.statistic, result.verdict) {
        case (.sum, .go) where check.comparison == .equal:
            self.samples = 1
            sentence = "one trial of \(NumberFormat.count(samples.count)) that does not hold"
        case (.sum, .noGo) where check.comparison == .equal:
            self.samples = violating
            sentence =
                "\(violating) of \(NumberFormat.count(samples.count)) trials would have to hold"
        case (_, .inconclusive) where samples.count < check.fewestSamples:
            self.samples = check.fewestSamples - samples.count
            sentence = "\(check.fewestSamples - samples.count) more trials that hold"
        default:
            sentence =
                threshold.map {
                    "a threshold beyond \(check.figure($0)), or a figure \(check.gap($0)) away"
                } ?? "a figure to compare with \(check.limit)"
        }
    }

    /// Returns the sample on one side of the threshold that is nearest to it.
    private static func nearest(
        _ samples: SortedSamples, _ check: Check, holding: Bool
    ) -> Double? {
        samples.values.filter { check.comparison.holds($0, check.threshold) == holding }
            .min { abs($0 - check.threshold) < abs($1 - check.threshold) }
    }
}

extension Check {
    /// A figure in the check's unit.
    func figure(_ value: Double) -> String { NumberFormat.figure(value, unit) }

    /// The threshold in the check's unit.
    var limit: String { NumberFormat.figure(threshold, unit, exact: true) }

    /// How far a figure is from the threshold.
    func gap(_ value: Double) -> String { NumberFormat.figure(abs(value - threshold), unit) }
}

extension CheckReason {
    /// Whether the host, and not the samples, decided.
    var hostDecided: Bool {
        switch self {
        case .hostTooNoisy, .hostTook, .notCapable: true
        case .leavingOut(_, let reason): reason.hostDecided
        default: false
        }
    }

    /// What was left out for the host's sake.
    var setAside: SetAside? {
        switch self {
        case .hostTooNoisy(let setAside), .hostTook(let setAside), .leavingOut(let setAside, _):
            setAside
        default: nil
        }
    }
}

extension Double {
    /// The number, where it is one: JSON has no word for any other.
    var finite: Double? { isFinite ? self : nil }
}
