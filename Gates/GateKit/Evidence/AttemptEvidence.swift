/// The measured samples of an attempt by metric, warm-up left out.
public typealias SeriesByMetric = [String: SortedSamples]

/// All that an attempt left behind: the only thing that its verdict is computed from.
public struct AttemptEvidence: Sendable {
    /// The measured samples by metric.
    public var series: SeriesByMetric
    /// The same samples in the order in which they were taken, with the time of each batch.
    public var batches: [String: [TimedBatch]]
    /// What the harness saw of the machine meanwhile, in order.
    public var windows: [HostWindow]
    /// The judge's pulses meanwhile, in order.
    public var pulses: [HostPulse]
    /// How the process ended.
    public var ending: AttemptEnding
    /// Whether the attempt said that it had come to its end.
    public var reachedItsEnd: Bool
    /// What must not have been, the ledger's differences included.
    public var violations: [Violation]
    /// What failed on the judge's side.
    public var faults: [HarnessFault]

    /// Creates evidence.
    public init(
        series: SeriesByMetric, ending: AttemptEnding, reachedItsEnd: Bool,
        violations: [Violation] = [], faults: [HarnessFault] = [],
        batches: [String: [TimedBatch]] = [:], windows: [HostWindow] = [],
        pulses: [HostPulse] = []
    ) {
        self.series = series
        self.batches = batches
        self.windows = windows
        self.pulses = pulses
        self.ending = ending
        self.reachedItsEnd = reachedItsEnd
        self.violations = violations
        self.faults = faults
    }
}

/// Consecutive measured samples of one metric and the time in which they were taken.
public struct TimedBatch: Hashable, Sendable {
    /// From when to when, in nanoseconds of the monotonic clock; nil where it is not known, and
    /// then nothing excuses the samples.
    public var span: TimeSpan?
    /// The samples in the order in which they were taken.
    public var values: [Double]

    /// Creates a batch.
    public init(span: TimeSpan?, values: [Double]) {
        self.span = span
        self.values = values
    }
}

/// A stretch of the monotonic clock, in nanoseconds.
public struct TimeSpan: Codable, Hashable, Sendable {
    /// Where it begins.
    public var start: UInt64
    /// Where it ends; before `start` only where a clock jumped.
    public var end: UInt64

    /// Creates a span.
    public init(start: UInt64, end: UInt64) {
        self.start = start
        self.end = end
    }

    /// How long it is, in nanoseconds; 0 where the clock went backwards.
    public var length: UInt64 { end > start ? end - start : 0 }

    /// Whether the two have a moment in common.
    func overlaps(_ window: HostWindow) -> Bool { start < window.end && window.start <= end }
}

extension AttemptEvidence {
    /// Returns the violations, a kill by the harness among them: what it had to kill is never a GO
    /// (gates.md#rule-7).
    ///
    /// By the third edition such an attempt is a wait that ran out: all the time that the host was
    /// watched.
    public func allViolations(_ edition: Rule.Edition) -> [Violation] {
        guard case .killedByHarness(let step) = ending else { return violations }
        let span: TimeSpan? =
            if edition == .third, let first = windows.first, let last = windows.last {
                TimeSpan(start: first.start, end: last.end)
            } else { nil }
        return violations + [
            Violation(
                .hang, "the deadline passed and the harness had to send \(step)", span: span)
        ]
    }
}

extension AttemptEvidence {
    /// What is wrong with the times in the evidence: by a clock that jumps nothing can be judged.
    var clockFaults: [HarnessFault] {
        var faults: [HarnessFault] = []
        for (index, window) in windows.enumerated() {
            let previous = index > 0 ? windows[index - 1].end : 0
            guard window.start >= previous, window.end > window.start else {
                faults.append(
                    HarnessFault(
                        .harness,
                        "host window \(index) runs from \(window.start) to \(window.end) after "
                            + "\(previous): the clock jumped"))
                break
            }
        }
        for (metric, batches) in batches.sorted(by: { $0.key < $1.key }) {
            guard let bad = batches.compactMap(\.span).first(where: { $0.end < $0.start }) else {
                continue
            }
            faults.append(
                HarnessFault(
                    .harness,
                    "samples of \(metric) were taken from \(bad.start) to \(bad.end): "
                        + "the clock jumped"))
        }
        return faults
    }
}

extension Rule {
    /// Returns a fault for every statistic that is exactly zero where time must have passed: the
    /// clock was too coarse for what was measured (gates.md#rule-2).
    public func zeroStatistics(_ evidence: AttemptEvidence) -> [HarnessFault] {
        checks.filter { [.nanoseconds, .seconds].contains($0.unit) }.compactMap { check in
            switch check.statistic {
            case .percentile, .maximum, .minimum: break
            case .percentileRatio, .sum, .count: return nil
            }
            guard check.evaluate(evidence.series, confidence: confidence).value == 0 else {
                return nil
            }
            return HarnessFault(
                .precondition,
                "\(check.id) came out as exactly zero, where time must have passed; "
                    + "the clock is too coarse for it")
        }
    }
}
