/// Separates the samples that the subject answers for from those that the host does, by the first
/// two editions.
///
/// A percentile loses every sample that was taken in a contaminated window, whatever the sample is,
/// so that nothing is left out for being large. A check of every trial loses a sample that violates
/// it only where the host can have taken as much time as the sample is over, in the check's own
/// unit. What is left out stays in the store, marked and counted.
struct Interference: HostAccount {
    /// What contaminated each window of the attempt, in the order of the windows; nil where nothing.
    let contaminations: [Contamination?]

    private let contaminated: [HostWindow]
    private let evidence: AttemptEvidence
    private let rule: InterferenceRule
    private let edition: Rule.Edition

    /// Looks at the windows of an attempt.
    init(_ rule: InterferenceRule, _ evidence: AttemptEvidence, edition: Rule.Edition) {
        self.rule = rule
        self.edition = edition
        self.evidence = evidence
        contaminations = rule.contamination(evidence.windows)
        contaminated = zip(evidence.windows, contaminations).filter { $1 != nil }.map(\.0)
    }

    /// Whether more of the attempt was contaminated than a check may lose of its samples.
    ///
    /// Counted in time and not in windows: the more a host starves the harness, the longer and the
    /// fewer its windows are.
    var hostWasNoisy: Bool {
        func time(_ windows: [HostWindow]) -> Double {
            windows.reduce(0) { $0 + Double($1.length) }
        }
        return rule.isNoisy(contaminated: time(contaminated), of: time(evidence.windows))
    }

    /// Whether the samples of that time are the host's.
    func excuses(_ span: TimeSpan) -> Bool {
        let first = firstContaminated(endingAfter: span.start)
        return first < contaminated.count && span.overlaps(contaminated[first])
    }

    var loss: HostLoss? { nil }

    /// On a noisy host what hung or gave up waiting is undecided.
    func excuses(_ violation: Violation, hasHung: Bool) -> Bool {
        hostWasNoisy
            && (violation.kind.canBeTheHosts || (hasHung && violation.kind == .stray))
    }

    /// Returns how much time the host can have taken from a subject during a span, in nanoseconds.
    ///
    /// Of a window that the span only touches, no more than what both have in common; and a thread
    /// that was late because the processor was gone lost that time once.
    func taken(during span: TimeSpan) -> Double {
        contaminated[firstContaminated(endingAfter: span.start)...].prefix { span.overlaps($0) }
            .reduce(0) { sum, window in
                edition == .first
                    ? sum + Double(rule.takenAtMost(in: window))
                    : sum
                        + Double(
                            min(window.common(with: span), rule.takenOnceAtMost(in: window)))
            }
    }

    /// The windows are in order: the first that ends after a moment, or the end.
    private func firstContaminated(endingAfter moment: UInt64) -> Int {
        contaminated.indices.boundary { contaminated[$0].end > moment }
    }

    /// Returns what a check comes out as.
    ///
    /// Noise only ever adds time, so a check that holds on every sample holds. Otherwise only the
    /// samples outside contaminated windows count, as long as enough of them are left; a ratio is always
    /// judged by those, because noise on its floor would flatter it.
    func evaluate(_ check: Check, confidence: Double) -> CheckResult {
        let all = check.evaluate(evidence.series, confidence: confidence)
        guard check.isTiming, !contaminated.isEmpty else { return all }
        let floor: String? =
            if case .percentileRatio(_, let metric) = check.statistic { metric } else { nil }
        if floor == nil, all.verdict == .go { return all }
        let series = ([check.metric] + [floor].compactMap(\.self)).map {
            ($0, split($0, for: check))
        }
        let excluded = series.reduce(0) { $0 + $1.1.excluded }
        guard excluded > 0 else { return all }
        let count = series.reduce(0) { $0 + (evidence.series[$1.0]?.count ?? 0) }
        let setAside = SetAside(count: excluded, total: count)
        var result: CheckResult
        if series.contains(where: { tooMany($1.excluded, of: evidence.series[$0]?.count ?? 0) }) {
            result = all
            result.bound = nil
            result.verdict = .inconclusive
            result.reason = .hostTooNoisy(setAside: setAside)
        } else {
            var quiet = check
            // The size of the sample was fixed and reached; what the host took is no lack of it.
            if all.sampleCount >= check.fewestSamples { quiet.fewestSamples = 1 }
            // A store may name one metric twice.
            let remaining = Dictionary(
                series.map { ($0, $1.quiet) }, uniquingKeysWith: { first, _ in first })
            result = quiet.evaluate(remaining, confidence: confidence)
            result.check = check
            result.reason = .leavingOut(setAside: setAside, reason: result.reason)
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
