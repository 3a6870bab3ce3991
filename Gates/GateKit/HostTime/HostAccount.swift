/// What answers for a time instead of the subject: the host, by one edition of the rules.
public protocol HostAccount: Sendable {
    /// What contaminated each window of the attempt, in the order of the windows; nil where nothing.
    var contaminations: [Contamination?] { get }
    /// Whether the host took so much of the attempt that what did not come can be its doing.
    var hostWasNoisy: Bool { get }
    /// How much of the attempt's time it took; nil by editions that do not count it.
    var loss: HostLoss? { get }

    /// Whether samples that were taken in a span are set aside whatever they say.
    func excuses(_ span: TimeSpan) -> Bool
    /// Whether the host can have caused a violation.
    ///
    /// - Parameter hasHung: Whether something hung besides: what was killed for it could not clean
    ///   up.
    func excuses(_ violation: Violation, hasHung: Bool) -> Bool
    /// Returns what a check comes out as.
    func evaluate(_ check: Check, confidence: Double) -> CheckResult
}

extension Rule {
    /// Returns who answers for the times of an attempt by this rule; nil where no host is tried.
    public func account(of evidence: AttemptEvidence) -> (any HostAccount)? {
        guard let noise else { return nil }
        switch edition {
        case .first, .second: return Interference(noise, evidence, edition: edition)
        case .third: return BoundedExcuses(noise, evidence)
        }
    }
}

/// Excuses by the third edition: each is bounded by the host time in the span that it is for
/// (credibility.md#host-time-4).
struct BoundedExcuses: HostAccount {
    let contaminations: [Contamination?]
    let loss: HostLoss?

    private let time: HostTime
    private let rule: InterferenceRule
    private let evidence: AttemptEvidence

    /// Looks at what was seen of the host during an attempt.
    init(_ rule: InterferenceRule, _ evidence: AttemptEvidence) {
        let time = HostTime(rule, windows: evidence.windows, pulses: evidence.pulses)
        self.time = time
        self.rule = rule
        self.evidence = evidence
        contaminations = evidence.windows.map { window in
            let span = TimeSpan(start: window.start, end: window.end)
            return Self.isMarked(span, time) ? time.mainSource(during: span) : nil
        }
        loss = HostLoss(
            taken: time.taken(during: time.whole), watched: Double(time.whole.length))
    }

    var hostWasNoisy: Bool { (loss?.share ?? 0) > rule.maximumExcluded }

    /// A twentieth of a time has to be taken before its samples are left out of a percentile.
    private static let markedShare = 0.05

    private static func isMarked(_ span: TimeSpan, _ time: HostTime) -> Bool {
        time.taken(during: span) > markedShare * Double(span.length)
    }

    func excuses(_ span: TimeSpan) -> Bool { Self.isMarked(span, time) }

    /// A wait that ran out is the host's where it took at least half of the wait.
    private func ranOutByHost(_ span: TimeSpan) -> Bool {
        span.length > 0 && 2 * time.taken(during: span) >= Double(span.length)
    }

    func excuses(_ violation: Violation, hasHung: Bool) -> Bool {
        if let span = violation.span { return ranOutByHost(span) }
        return violation.kind == .stray && hasHung && hostWasNoisy
    }

    func evaluate(_ check: Check, confidence: Double) -> CheckResult {
        guard check.nature == .timing, let floor = floorMetrics(check) else {
            return check.evaluate(evidence.series, confidence: confidence)
        }
        let series = floor.map { ($0, split($0, for: check)) }
        let aside = series.map(\.1.aside)
        let count = aside.reduce(0) { $0 + $1.values.count }
        // Looking twice is paid for, whenever there is anything to look at a second time.
        let each = check.isQuantile && count > 0 ? (1 + confidence) / 2 : confidence
        let all = check.evaluate(evidence.series, confidence: each)
        if all.verdict == .go, floor.count == 1 { return all }
        guard count > 0 else { return all }
        let total = floor.reduce(0) { $0 + (evidence.series[$1]?.count ?? 0) }
        let setAside = SetAside(
            count: count, total: total, nanoseconds: taken(during: aside.flatMap(\.spans)),
            figureOfAll: all.value)
        var result: CheckResult
        if series.contains(where: { tooMany($1.aside.values.count, of: $0, check) }) {
            result = all
            result.bound = nil
            result.verdict = .inconclusive
            result.reason = .hostTook(setAside: setAside)
        } else {
            var quiet = check
            // The size of the sample was fixed and reached; what the host took is no lack of it.
            if all.sampleCount >= check.fewestSamples { quiet.fewestSamples = 1 }
            // A store may name one metric twice.
            let remaining = Dictionary(
                series.map { ($0, SortedSamples($1.quiet)) },
                uniquingKeysWith: { first, _ in first })
            result = quiet.evaluate(remaining, confidence: each)
            result.check = check
            result.reason = .leavingOut(setAside: setAside, reason: result.reason)
        }
        result.excludedCount = series.first?.1.aside.values.count ?? 0
        return result
    }

    /// The metrics that a check looks at, its own first; nil where it has no samples at all.
    private func floorMetrics(_ check: Check) -> [String]? {
        guard evidence.series[check.metric] != nil else { return nil }
        if case .percentileRatio(_, let floor) = check.statistic { return [check.metric, floor] }
        return [check.metric]
    }

    /// Whether too few samples are left to speak for all.
    ///
    /// What is set aside for violating is chosen by its outcome, and must be little; what a
    /// percentile loses is not, and half may go.
    private func tooMany(_ count: Int, of metric: String, _ check: Check) -> Bool {
        Double(count) > largestPart(check) * Double(evidence.series[metric]?.count ?? 0)
    }

    /// The part of its samples that a check may lose before the rest cannot speak for them.
    private func largestPart(_ check: Check) -> Double {
        check.isQuantile ? Self.halfOfQuantiles : rule.maximumExcluded
    }

    private static let halfOfQuantiles = 0.5

    /// How much the host took of some spans, none counted twice.
    private func taken(during spans: [TimeSpan]) -> Double {
        var end: UInt64 = 0
        return spans.sorted { $0.start < $1.start }.reduce(0) { sum, span in
            let start = max(span.start, end)
            end = max(end, span.end)
            return sum + time.taken(during: TimeSpan(start: start, end: max(start, span.end)))
        }
    }

    private func split(
        _ metric: String, for check: Check
    ) -> (quiet: [Double], aside: (values: [Double], spans: [TimeSpan])) {
        let parts = parts(metric, for: check)
        return (
            parts.quiet,
            (parts.aside.flatMap(\.values), parts.aside.compactMap(\.span))
        )
    }

    /// Returns the samples that count for a check, and what is set aside of each batch.
    private func parts(
        _ metric: String, for check: Check
    ) -> (quiet: [Double], aside: [TimedBatch]) {
        var quiet: [Double] = []
        var aside: [TimedBatch] = []
        for batch in evidence.batches[metric] ?? [] {
            guard let span = batch.span else {
                quiet += batch.values
                continue
            }
            var hosts: [Double] = []
            if check.isQuantile {
                if excuses(span) { hosts = batch.values } else { quiet += batch.values }
            } else {
                for value in batch.values {
                    if isTheHosts(value, span, check) {
                        hosts.append(value)
                    } else {
                        quiet.append(value)
                    }
                }
            }
            if !hosts.isEmpty { aside.append(TimedBatch(span: span, values: hosts)) }
        }
        return (quiet, aside)
    }

    /// Adds what was set aside to a check's trail, where the check may lose any.
    func complete(_ trail: inout CheckTrail) {
        let check = trail.check
        guard check.nature == .timing, let metrics = floorMetrics(check) else { return }
        let own = parts(metrics[0], for: check)
        let floor = metrics.dropFirst().first.map { parts($0, for: check) }
        guard !own.aside.isEmpty || floor?.aside.isEmpty == false else { return }
        func told(_ batches: [TimedBatch]) -> [CheckTrail.Aside] {
            batches.compactMap { batch in
                batch.span.map {
                    CheckTrail.Aside(
                        length: Double($0.length), taken: time.taken(during: $0),
                        values: batch.values)
                }
            }
        }
        trail.largestPart = largestPart(check)
        trail.own.quiet = SortedSamples(own.quiet)
        trail.own.aside = told(own.aside)
        trail.floor?.quiet = floor.map { SortedSamples($0.quiet) }
        trail.floor?.aside = floor.map { told($0.aside) } ?? []
    }

    /// Whether a sample violates a check of every trial by no more than the host took of its time.
    private func isTheHosts(_ value: Double, _ span: TimeSpan, _ check: Check) -> Bool {
        if check.statistic == .sum {
            // A count of waits that ran out.
            return value > 0 && check.comparison == .equal && ranOutByHost(span)
        }
        guard !check.comparison.holds(value, check.threshold),
            let lost = check.lostNanoseconds(value, of: span)
        else { return false }
        return time.taken(during: span) >= lost
    }
}

extension Check {
    /// Whether quantiles decide it.
    var isQuantile: Bool {
        switch statistic {
        case .percentile, .percentileRatio: true
        case .maximum, .minimum, .sum, .count: false
        }
    }
}
