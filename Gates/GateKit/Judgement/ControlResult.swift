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
    /// Any other violation is another reason, and a sabotage that the stub never announced has
    /// failed to fail: both leave the gate BLIND (gates page, Vocabulary). A host too noisy for the
    /// expected check, or guilty of what should have violated it, leaves it INCONCLUSIVE, whatever
    /// else the noise violated.
    public func judge(_ judgement: AttemptJudgement) -> ControlResult {
        func result(_ observed: String, _ verdict: Verdict) -> ControlResult {
            ControlResult(
                control: self, expectedReason: expectedCheck, observedReason: observed,
                verdict: verdict)
        }
        switch judgement.verdict {
        case .error, .skip, .pending:
            return result(judgement.reason, judgement.verdict)
        case .go, .noGo, .inconclusive, .blind:
            break
        }
        let announced = judgement.milestones.first { $0.milestone.id == announcement.id }
        guard let announced, announced.fired else {
            return result(
                "failed to fail: the stub never announced \(sabotage)",
                judgement.hostWasNoisy ? .inconclusive : .blind)
        }
        let expected = judgement.checks.first { $0.check.id == expectedCheck }
        if let expected, expected.verdict != .noGo, expected.excludedCount > 0 {
            return result("\(expectedCheck): \(expected.reason)", .inconclusive)
        }
        if judgement.verdict == .inconclusive {
            return result(judgement.reason, .inconclusive)
        }
        if judgement.verdict == .go, let expected, expected.verdict == .inconclusive {
            return result("\(expectedCheck): \(expected.reason)", .inconclusive)
        }
        // A sabotage may be meant for an ambition, which decides nothing else.
        let violated = judgement.checks
            .filter { $0.verdict == .noGo }.map(\.check)
            .filter { $0.tier.decides || $0.id == expectedCheck }.map(\.id)
        guard violated.contains(expectedCheck) else {
            let observed =
                judgement.verdict == .noGo ? judgement.reason : "failed to fail: came out GO"
            return result(observed, .blind)
        }
        let others = violated.filter { $0 != expectedCheck && !alsoViolated.contains($0) }
        guard others.isEmpty, judgement.violations.isEmpty else {
            let names = others + judgement.violations.map(\.text)
            // A stub that gives up waiting on a busy host is not a second fault.
            let isHost =
                judgement.hostWasNoisy && others.isEmpty
                && judgement.violations.allSatisfy(\.kind.canBeTheHosts)
            return result(
                (isHost ? "host too noisy, " : "")
                    + "also violated: \(names.joined(separator: ", "))",
                isHost ? .inconclusive : .blind)
        }
        return result(violated.joined(separator: ", "), .go)
    }
}
