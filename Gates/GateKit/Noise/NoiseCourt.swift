/// Separates the samples that the subject answers for from those that the host does.
///
/// A percentile loses every sample that was taken while the host was guilty, whatever the sample is,
/// so that nothing is left out for being large. A check of every trial loses a sample that violates
/// it only where the host can have taken as much time as the sample is over, in the check's own
/// unit. What is left out stays in the store, marked and counted.
public struct NoiseCourt: Sendable {
    /// What each window of the attempt was found guilty of, in the order of the windows.
    public let guilt: [HostGuilt?]

    private let guilty: [HostWindow]
    private let evidence: AttemptEvidence
    private let rule: NoiseRule
    private let edition: Rule.Edition

    /// Tries the windows of an attempt.
    public init(_ rule: NoiseRule, _ evidence: AttemptEvidence, edition: Rule.Edition) {
        self.rule = rule
        self.edition = edition
        self.evidence = evidence
        guilt = rule.guilt(evidence.windows)
        guilty = zip(evidence.windows, guilt).filter { $1 != nil }.map(\.0)
    }

    /// Whether the host was guilty for more of the attempt than a check may lose of its samples.
    ///
    /// Counted in time and not in windows: the more a host starves the harness, the longer and the
    /// fewer its windows are.
    var hostWasNoisy: Bool {
        func time(_ windows: [HostWindow]) -> Double {
            windows.reduce(0) { $0 + Double($1.length) }
        }
        return Self.isNoisy(guilty: time(guilty), of: time(evidence.windows), rule)
    }

    /// Whether the host was guilty for too much of a time.
    public static func isNoisy(guilty: Double, of whole: Double, _ rule: NoiseRule) -> Bool {
        guilty > 0 && guilty > rule.maximumExcluded * whole
    }

    /// Whether the samples of that time are the host's.
    public func excuses(_ span: TimeSpan) -> Bool {
        let first = firstGuilty(endingAfter: span.start)
        return first < guilty.count && span.overlaps(guilty[first])
    }

    /// Returns how much time the host can have taken from a subject during a span, in nanoseconds.
    ///
    /// Of a window that the span only touches, no more than what both have in common; and a thread
    /// that was late because the processor was gone lost that time once.
    func taken(during span: TimeSpan) -> Double {
        guilty[firstGuilty(endingAfter: span.start)...].prefix { span.overlaps($0) }
            .reduce(0) { sum, window in
                switch edition {
                case .first: sum + Double(rule.takenAtMost(in: window))
                case .second:
                    sum
                        + Double(
                            min(window.common(with: span), rule.takenOnceAtMost(in: window)))
                }
            }
    }

    /// The windows are in order: the first that ends after a moment, or the end.
    private func firstGuilty(endingAfter moment: UInt64) -> Int {
        var low = 0
        var high = guilty.count
        while low < high {
            let middle = (low + high) / 2
            if guilty[middle].end <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Returns what a check comes out as.
    ///
    /// Noise only ever adds time, so a check that holds on every sample holds. Otherwise only the
    /// samples outside guilty windows count, as long as enough of them are left; a ratio is always
    /// judged by those, because noise on its floor would flatter it.
    public func evaluate(_ check: Check, confidence: Double) -> CheckResult {
        let all = check.evaluate(evidence.series, confidence: confidence)
        guard check.isTiming, !guilty.isEmpty else { return all }
        let floor: String? =
            if case .percentileRatio(_, let metric) = check.statistic { metric } else { nil }
        if floor == nil, all.verdict == .go { return all }
        let series = ([check.metric] + [floor].compactMap(\.self)).map {
            ($0, split($0, for: check))
        }
        let excluded = series.reduce(0) { $0 + $1.1.excluded }
        guard excluded > 0 else { return all }
        let count = series.reduce(0) { $0 + (evidence.series[$1.0]?.count ?? 0) }
        let share = "\(excluded) of \(count) samples were taken while the host was busy otherwise"
        var result: CheckResult
        if series.contains(where: { tooMany($1.excluded, of: evidence.series[$0]?.count ?? 0) }) {
            result = all
            result.bound = nil
            result.verdict = .inconclusive
            result.reason = "host too noisy: \(share)"
        } else {
            var quiet = check
            // The size of the sample was fixed and reached; what the host took is no lack of it.
            if all.sampleCount >= check.fewestSamples { quiet.fewestSamples = 1 }
            let remaining = Dictionary(uniqueKeysWithValues: series.map { ($0, $1.quiet) })
            result = quiet.evaluate(remaining, confidence: confidence)
            result.check = check
            result.reason += "; \(share) and are left out"
        }
        result.excludedCount = series.first?.1.excluded ?? 0
        return result
    }

    private func tooMany(_ excluded: Int, of count: Int) -> Bool {
        excluded > 0 && Double(excluded) > rule.maximumExcluded * Double(count)
    }

    private func split(
        _ metric: String, for check: Check
    ) -> (quiet: SortedSamples, excluded: Int) {
        var quiet: [Double] = []
        var excluded = 0
        for batch in evidence.batches[metric] ?? [] {
            guard let span = batch.span, excuses(span) else {
                quiet += batch.values
                continue
            }
            let taken = check.asksEveryTrial ? taken(during: span) : .infinity
            for value in batch.values {
                if check.isExcused(value, of: span, byNanoseconds: taken, edition) {
                    excluded += 1
                } else {
                    quiet.append(value)
                }
            }
        }
        return (SortedSamples(quiet), excluded)
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
