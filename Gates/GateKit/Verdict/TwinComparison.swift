/// A control by the third edition: the same question as the real attempt's, and where it is one of
/// timing, beside the answer of the healthy twin (credibility.md#controls).
struct TwinComparison {
    let control: Control
    /// The controls that share the attempt.
    let others: [Control]
    let judgement: AttemptJudgement
    /// The healthy attempt of the same procedure in the same run; nil where there is none.
    let twin: AttemptJudgement?

    /// Returns what was observed and what that makes of the control.
    ///
    /// BLIND means that the sabotage was active, the host could have shown it, and the named check
    /// held; or that something is wrong that no host and not this sabotage can cause.
    func observe() -> (observed: ControlReason, verdict: Verdict) {
        switch judgement.verdict {
        case .error, .skip, .pending:
            return (.attempt(reason: judgement.reason), judgement.verdict)
        case .go, .noGo, .inconclusive, .blind: break
        }
        if judgement.reason == .interrupted {
            return (.attempt(reason: judgement.reason), .inconclusive)
        }
        let announced = judgement.milestones.first { $0.milestone.id == control.announcement.id }
        guard let announced, announced.fired else {
            return undecidedOnNoisyHost(or: .neverAnnounced(sabotage: control.sabotage))
        }
        if let wrong = anotherReason { return (wrong, .blind) }
        let check = judgement.checks.first { $0.check.id == control.expectedCheck }
        guard let check else { return (.unseen, .blind) }
        return check.check.nature == .timing && twin != nil
            ? observeTime(check) : observeAlone(check)
    }

    /// Whether a fault of the attempt explains that the check is violated.
    private func isExplained(_ result: CheckResult) -> Bool {
        ([control] + others).contains { $0.explains(result) }
    }

    /// What is violated that the attempt's faults cannot violate, and no host either.
    private var anotherReason: ControlReason? {
        let wrong = control.violatedChecks(judgement)
            .filter { !isExplained($0) && $0.check.nature == .integrity }
        let grave = judgement.violations.filter { $0.span == nil }
        guard !wrong.isEmpty || !grave.isEmpty else { return nil }
        return .alsoViolated(
            checks: wrong.map(\.check.id), violations: grave, hostTooNoisy: false)
    }

    /// The check as the attempt alone decides it.
    private func observeAlone(
        _ check: CheckResult
    ) -> (observed: ControlReason, verdict: Verdict) {
        switch check.verdict {
        case .noGo: return (caught, .go)
        case .go where check.excludedCount > 0:
            return (.checkUndecided(id: check.check.id, reason: check.reason), .inconclusive)
        case .go:
            if let blindness, check.check.nature == .timing {
                return (
                    .checkUndecided(id: check.check.id, reason: .notCapable(blindness)),
                    .inconclusive
                )
            }
            return undecidedOnNoisyHost(or: unseen)
        case .inconclusive, .blind, .skip, .error, .pending:
            return (.checkUndecided(id: check.check.id, reason: check.reason), .inconclusive)
        }
    }

    /// A time, beside the twin's: whatever the host does, it did to the twin as well.
    ///
    /// Nothing is set aside here. What the host took of the control has to be what it took of the
    /// twin, and the control has to miss its threshold by more than twice of what the twin does.
    private func observeTime(
        _ check: CheckResult
    ) -> (observed: ControlReason, verdict: Verdict) {
        let healthy = twin?.checks.first { $0.check.id == check.check.id }
        guard let value = check.figureOfAll, let other = healthy?.figureOfAll else {
            return observeAlone(check)
        }
        let excess = check.check.excess(value)
        guard excess > 0 else { return observeAlone(check) }
        if case .notCapable = check.reason { return observeAlone(check) }
        if case .notCapable? = healthy?.reason { return observeAlone(check) }
        if excess <= 2 * max(0, check.check.excess(other)) {
            return (
                .noWorseThanTwin(
                    id: check.check.id, value: value, twin: other, unit: check.check.unit),
                .inconclusive
            )
        }
        // Nothing but the host's time may stand between the check and its violation.
        if check.verdict == .noGo || (check.isUndecidedByHost && isAsDisturbedAsTwin) {
            return (caught, .go)
        }
        return observeAlone(check)
    }

    /// Whether the host took no larger part of the control than of the twin, give or take a tenth
    /// of the time.
    private var isAsDisturbedAsTwin: Bool {
        guard let own = judgement.hostLoss?.share, let twins = twin?.hostLoss?.share else {
            return false
        }
        return own <= 1.25 * twins + 0.1
    }

    /// Why the host could not have shown the sabotage, where it could not.
    private var blindness: Incapacity? { judgement.checks.lazy.compactMap(\.blindness).first }

    private var caught: ControlReason {
        let violated = control.violatedChecks(judgement)
        let named = violated.filter { control.explains($0) }.map(\.check.id)
        return .caught(
            by: named.contains(control.expectedCheck) ? named : [control.expectedCheck] + named,
            slow: violated.filter { !isExplained($0) }
                .map { .init(check: $0.check.id, reason: $0.reason) })
    }

    private var unseen: ControlReason {
        judgement.verdict == .go ? .unseen : .attempt(reason: judgement.reason)
    }

    private func undecidedOnNoisyHost(
        or reason: ControlReason
    ) -> (observed: ControlReason, verdict: Verdict) {
        guard judgement.hostWasNoisy else { return (reason, .blind) }
        return (
            .hostTook(loss: judgement.hostLoss ?? HostLoss(taken: 0, watched: 0)), .inconclusive
        )
    }
}

/// The healthy attempts of a run that controls are compared with: the first of each procedure.
public struct Twins: Sendable {
    private var judgements: [String: [AttemptJudgement]] = [:]

    /// Begins without any.
    public init() {}

    /// Adds a real attempt of a procedure; none but the first counts.
    public mutating func add(_ judged: [AttemptJudgement], of procedure: String) {
        if judgements[procedure] == nil { judgements[procedure] = judged }
    }

    /// Returns what the healthy attempt of a procedure came out as for a gate.
    public func of(_ procedure: String, _ gate: GateID) -> AttemptJudgement? {
        judgements[procedure]?.first { $0.gate == gate }
    }
}

extension AttemptPlan {
    /// Returns what the controls of an attempt came out as; none of a real one.
    ///
    /// - Parameters:
    ///   - judgements: What the attempt came out as, for each of its gates.
    ///   - edition: That of the rule which they were made by.
    ///   - twins: The healthy attempts of the run so far.
    public func judgeControls(
        _ judgements: [AttemptJudgement], edition: Rule.Edition, twins: Twins
    ) -> [ControlResult] {
        controls.compactMap { control in
            judgements.first { $0.gate == control.gate }.map {
                control.judge(
                    $0, edition: edition, twin: twins.of(procedure, control.gate),
                    beside: controls)
            }
        }
    }
}

extension CheckResult {
    /// Whether samples were set aside as the host's, and it would be violated with them.
    fileprivate var isUndecidedByHost: Bool {
        switch reason {
        case .hostTook, .leavingOut: excludedCount > 0
        default: false
        }
    }
}

extension Check {
    /// By how much a figure is on the bad side of the threshold, in the check's unit; 0 or less
    /// where it is not.
    func excess(_ value: Double) -> Double {
        comparison.smallerIsBetter ? value - threshold : threshold - value
    }
}
