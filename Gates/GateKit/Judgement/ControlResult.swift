/// Whether a sabotage was caught, and by what.
public struct ControlResult: Codable, Hashable, Sendable {
    /// What was tried.
    public var control: Control
    /// The check that should have been violated.
    public var expectedReason: String
    /// What was seen instead or as well: violated checks, or why there is no verdict.
    public var observedReason: String
    /// GO when caught; BLIND when missed or caught for another reason; INCONCLUSIVE or ERROR
    /// when the control attempt itself came out so.
    public var verdict: Verdict

    /// Whether the sabotage was caught for its own reason.
    public var caught: Bool { verdict == .go }

    /// Creates a result.
    public init(
        control: Control, expectedReason: String, observedReason: String, verdict: Verdict
    ) {
        self.control = control
        self.expectedReason = expectedReason
        self.observedReason = observedReason
        self.verdict = verdict
    }
}

extension Control {
    /// Returns whether the judgement of this control's attempt caught it for the right reason.
    ///
    /// A sabotage that was announced and not seen has failed to fail, one that was never announced
    /// too, and whatever is wrong beside it that no host can cause is another reason: those leave
    /// the gate BLIND (credibility.md#control-2). A time or a rate that is violated besides is
    /// only named. A host too noisy for the expected check, or guilty of what should have violated
    /// it, leaves it INCONCLUSIVE, whatever else the noise violated.
    ///
    /// - Parameter edition: That of the rule which the judgement was made by; by the first one any
    ///   other violation was another reason.
    public func judge(_ judgement: AttemptJudgement, edition: Rule.Edition) -> ControlResult {
        let (observed, verdict) = conclude(judgement, edition)
        return ControlResult(
            control: self, expectedReason: expectedCheck, observedReason: observed,
            verdict: verdict)
    }

    /// Returns what was observed and what that makes of the control.
    private func conclude(
        _ judgement: AttemptJudgement, _ edition: Rule.Edition
    ) -> (observed: String, verdict: Verdict) {
        switch judgement.verdict {
        case .error, .skip, .pending: return (judgement.reason, judgement.verdict)
        case .go, .noGo, .inconclusive, .blind: break
        }
        let announced = judgement.milestones.first { $0.milestone.id == announcement.id }
        guard let announced, announced.fired else {
            return (
                "failed to fail: the stub never announced \(sabotage)",
                judgement.hostWasNoisy ? .inconclusive : .blind
            )
        }
        let expected = judgement.checks.first { $0.check.id == expectedCheck }
        if let expected, expected.verdict != .noGo, expected.excludedCount > 0 {
            return ("\(expectedCheck): \(expected.reason)", .inconclusive)
        }
        if judgement.verdict == .inconclusive { return (judgement.reason, .inconclusive) }
        if judgement.verdict == .go, let expected, expected.verdict == .inconclusive {
            return ("\(expectedCheck): \(expected.reason)", .inconclusive)
        }
        switch edition {
        case .first: return concludeByAnyReason(judgement)
        case .second: return concludeByIntegrity(judgement)
        }
    }

    /// The violated checks that count; a sabotage may be meant for an ambition, which decides
    /// nothing else.
    private func violatedChecks(_ judgement: AttemptJudgement) -> [CheckResult] {
        judgement.checks.filter {
            $0.verdict == .noGo && ($0.check.tier.decides || $0.check.id == expectedCheck)
        }
    }

    /// Whether the sabotage explains that the check is violated.
    private func explains(_ result: CheckResult) -> Bool {
        result.check.id == expectedCheck || alsoViolated.contains(result.check.id)
    }

    // MARK: - The second edition

    /// Only what no host can cause is another reason.
    private func concludeByIntegrity(
        _ judgement: AttemptJudgement
    ) -> (observed: String, verdict: Verdict) {
        let violated = violatedChecks(judgement)
        let others = violated.filter { !explains($0) }
        let wrong =
            others.filter(\.check.isIntegrity).map(\.check.id)
            + judgement.violations.filter { !$0.kind.canBeTheHosts }.map(\.text)
        guard violated.contains(where: { $0.check.id == expectedCheck }) else {
            return concludeUnseen(judgement, isWrong: !wrong.isEmpty)
        }
        if !wrong.isEmpty { return ("also violated: \(wrong.joined(separator: ", "))", .blind) }
        if !judgement.violations.isEmpty {
            // A stub that hung or gave up waiting is a second fault, or it is the host's.
            let texts = judgement.violations.map(\.text).joined(separator: ", ")
            let host = judgement.hostWasNoisy ? "host too noisy, " : ""
            return ("\(host)also violated: \(texts)", .inconclusive)
        }
        let own = violated.filter { explains($0) }.map(\.check.id).joined(separator: ", ")
        let slow = others.map { "\($0.check.id) (\($0.reason))" }.joined(separator: ", ")
        return (slow.isEmpty ? own : "\(own); also slow: \(slow)", .go)
    }

    /// What a control is whose own check is not violated: one that could not be decided has not
    /// held.
    private func concludeUnseen(
        _ judgement: AttemptJudgement, isWrong: Bool
    ) -> (observed: String, verdict: Verdict) {
        guard judgement.verdict == .noGo else { return ("failed to fail: came out GO", .blind) }
        let expected = judgement.checks.first { $0.check.id == expectedCheck }
        if let expected, expected.verdict == .inconclusive, !isWrong {
            return (
                "\(expectedCheck): \(expected.reason); \(judgement.reason)", .inconclusive
            )
        }
        return (judgement.reason, .blind)
    }

    // MARK: - The first edition

    /// Any other violation is another reason.
    private func concludeByAnyReason(
        _ judgement: AttemptJudgement
    ) -> (observed: String, verdict: Verdict) {
        let violated = violatedChecks(judgement)
        guard violated.contains(where: { $0.check.id == expectedCheck }) else {
            let observed =
                judgement.verdict == .noGo ? judgement.reason : "failed to fail: came out GO"
            return (observed, .blind)
        }
        let others = violated.filter { !explains($0) }.map(\.check.id)
        guard others.isEmpty, judgement.violations.isEmpty else {
            let names = others + judgement.violations.map(\.text)
            // A stub that gives up waiting on a busy host is not a second fault.
            let isHost =
                judgement.hostWasNoisy && others.isEmpty
                && judgement.violations.allSatisfy(\.kind.canBeTheHosts)
            return (
                (isHost ? "host too noisy, " : "")
                    + "also violated: \(names.joined(separator: ", "))",
                isHost ? .inconclusive : .blind
            )
        }
        return (violated.map(\.check.id).joined(separator: ", "), .go)
    }
}
