/// Whether a sabotage was caught, and by what.
public struct ControlResult: Codable, Hashable, Sendable {
    /// What was tried.
    public var control: Control
    /// What was seen of it: violated checks, or why there is no verdict.
    public var observed: ControlReason
    /// GO when caught; BLIND when missed or caught for another reason; INCONCLUSIVE or ERROR
    /// when the control attempt itself came out so.
    public var verdict: Verdict

    /// Whether the sabotage was caught for its own reason.
    public var caught: Bool { verdict == .go }

    /// Creates a result.
    public init(control: Control, observed: ControlReason, verdict: Verdict) {
        self.control = control
        self.observed = observed
        self.verdict = verdict
    }

    /// Whether a stored result says the same (see ``Reason/isSame(as:)``).
    public func isSame(as stored: ControlResult) -> Bool {
        var stored = stored
        if observed.isSame(as: stored.observed) { stored.observed = observed }
        return self == stored
    }
}

extension Control {
    /// Returns whether the judgement of this control's attempt caught it for the right reason.
    ///
    /// A sabotage that was announced and not seen has failed to fail, one that was never announced
    /// too, and whatever is wrong beside it that no host can cause is another reason: those leave
    /// the gate BLIND (credibility.md#control-2). A time or a rate that is violated besides is
    /// only named. A host too noisy for the expected check, or whose interference set aside what
    /// should have violated it, leaves it INCONCLUSIVE, whatever else it violated.
    ///
    /// - Parameters:
    ///   - edition: That of the rule which the judgement was made by; by the first one any other
    ///     violation was another reason.
    ///   - twin: The healthy attempt of the same run that its times are compared with.
    ///   - others: The controls that share the attempt: what their faults violate is no other
    ///     reason.
    public func judge(
        _ judgement: AttemptJudgement, edition: Rule.Edition, twin: AttemptJudgement? = nil,
        beside others: [Control] = []
    ) -> ControlResult {
        let (observed, verdict) =
            edition == .third
            ? TwinComparison(
                control: self, others: others, judgement: judgement, twin: twin
            ).observe()
            : observe(judgement, edition)
        return ControlResult(control: self, observed: observed, verdict: verdict)
    }

    /// Returns what was observed and what that makes of the control, by the first two editions.
    private func observe(
        _ judgement: AttemptJudgement, _ edition: Rule.Edition
    ) -> (observed: ControlReason, verdict: Verdict) {
        switch judgement.verdict {
        case .error, .skip, .pending:
            return (.attempt(reason: judgement.reason), judgement.verdict)
        case .go, .noGo, .inconclusive, .blind: break
        }
        let announced = judgement.milestones.first { $0.milestone.id == announcement.id }
        guard let announced, announced.fired else {
            return (
                .neverAnnounced(sabotage: sabotage),
                judgement.hostWasNoisy ? .inconclusive : .blind
            )
        }
        let expected = judgement.checks.first { $0.check.id == expectedCheck }
        if let expected, expected.verdict != .noGo, expected.excludedCount > 0 {
            return (.checkUndecided(id: expectedCheck, reason: expected.reason), .inconclusive)
        }
        if judgement.verdict == .inconclusive {
            return (.attempt(reason: judgement.reason), .inconclusive)
        }
        if judgement.verdict == .go, let expected, expected.verdict == .inconclusive {
            return (.checkUndecided(id: expectedCheck, reason: expected.reason), .inconclusive)
        }
        return edition == .first ? observeAnyViolation(judgement) : observeIntegrity(judgement)
    }

    /// The violated checks that count; a sabotage may be meant for an ambition, which decides
    /// nothing else.
    func violatedChecks(_ judgement: AttemptJudgement) -> [CheckResult] {
        judgement.checks.filter {
            $0.verdict == .noGo && ($0.check.tier.decides || $0.check.id == expectedCheck)
        }
    }

    /// Whether the sabotage explains that the check is violated.
    func explains(_ result: CheckResult) -> Bool {
        result.check.id == expectedCheck || alsoViolated.contains(result.check.id)
    }

    // MARK: - The second edition

    /// Only what no host can cause is another reason.
    private func observeIntegrity(
        _ judgement: AttemptJudgement
    ) -> (observed: ControlReason, verdict: Verdict) {
        let violated = violatedChecks(judgement)
        let others = violated.filter { !explains($0) }
        let wrong = others.filter(\.check.isIntegrity).map(\.check.id)
        let grave = judgement.violations.filter { !$0.kind.canBeTheHosts }
        let isWrong = !wrong.isEmpty || !grave.isEmpty
        guard violated.contains(where: { $0.check.id == expectedCheck }) else {
            return observeUnseen(judgement, isWrong: isWrong)
        }
        if isWrong {
            return (.alsoViolated(checks: wrong, violations: grave, hostTooNoisy: false), .blind)
        }
        if !judgement.violations.isEmpty {
            // A stub that hung or gave up waiting is a second fault, or it is the host's.
            return (
                .alsoViolated(
                    checks: [], violations: judgement.violations,
                    hostTooNoisy: judgement.hostWasNoisy), .inconclusive
            )
        }
        return (
            .caught(
                by: violated.filter { explains($0) }.map(\.check.id),
                slow: others.map { .init(check: $0.check.id, reason: $0.reason) }), .go
        )
    }

    /// What a control is whose own check is not violated: one that could not be decided has not
    /// held.
    private func observeUnseen(
        _ judgement: AttemptJudgement, isWrong: Bool
    ) -> (observed: ControlReason, verdict: Verdict) {
        guard judgement.verdict == .noGo else { return (.unseen, .blind) }
        let expected = judgement.checks.first { $0.check.id == expectedCheck }
        if let expected, expected.verdict == .inconclusive, !isWrong {
            return (
                .checkUndecidedBeside(
                    id: expectedCheck, reason: expected.reason, other: judgement.reason),
                .inconclusive
            )
        }
        return (.attempt(reason: judgement.reason), .blind)
    }

    // MARK: - The first edition

    /// Any other violation is another reason.
    private func observeAnyViolation(
        _ judgement: AttemptJudgement
    ) -> (observed: ControlReason, verdict: Verdict) {
        let violated = violatedChecks(judgement)
        guard violated.contains(where: { $0.check.id == expectedCheck }) else {
            let isNoGo = judgement.verdict == .noGo
            return (isNoGo ? .attempt(reason: judgement.reason) : .unseen, .blind)
        }
        let others = violated.filter { !explains($0) }.map(\.check.id)
        guard others.isEmpty, judgement.violations.isEmpty else {
            // A stub that gives up waiting on a busy host is not a second fault.
            let isHost =
                judgement.hostWasNoisy && others.isEmpty
                && judgement.violations.allSatisfy(\.kind.canBeTheHosts)
            return (
                .alsoViolated(
                    checks: others, violations: judgement.violations, hostTooNoisy: isHost),
                isHost ? .inconclusive : .blind
            )
        }
        return (.caught(by: violated.map(\.check.id), slow: []), .go)
    }
}
