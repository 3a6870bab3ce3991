/// What an attempt came out as, for one of the gates that it serves.
public struct AttemptJudgement: Codable, Hashable, Sendable {
    /// The gate.
    public var gate: GateID
    /// The verdict by contract and own checks.
    public var verdict: Verdict
    /// The verdict by the contract checks alone.
    public var contractVerdict: Verdict
    /// Why.
    public var reason: AttemptReason
    /// Every check of the gate.
    public var checks: [CheckResult]
    /// Every milestone of the gate.
    public var milestones: [MilestoneResult]
    /// What was violated beside the checks: crashes, leaks, strays, a kill by the harness.
    public var violations: [Violation]
    /// Whether the host was contaminated for more of the attempt than the rule lets a check lose.
    public var hostWasNoisy: Bool
    /// How much of the attempt's time the host took; nil by rules that do not count it.
    public var hostLoss: HostLoss?

    /// The ids of the checks that are violated, in the rule's order.
    public var violatedChecks: [String] {
        checks.filter { $0.verdict == .noGo && $0.check.tier.decides }.map(\.check.id)
    }

    /// Creates a judgement.
    public init(
        gate: GateID, verdict: Verdict, contractVerdict: Verdict, reason: AttemptReason,
        checks: [CheckResult], milestones: [MilestoneResult], violations: [Violation],
        hostWasNoisy: Bool = false, hostLoss: HostLoss? = nil
    ) {
        self.gate = gate
        self.verdict = verdict
        self.contractVerdict = contractVerdict
        self.reason = reason
        self.checks = checks
        self.milestones = milestones
        self.violations = violations
        self.hostWasNoisy = hostWasNoisy
        self.hostLoss = hostLoss
    }
}

/// How much of an attempt's time the host took.
public struct HostLoss: Codable, Hashable, Sendable {
    /// Nanoseconds that it took.
    public var taken: Double
    /// Nanoseconds that it was watched.
    public var watched: Double

    /// Creates a loss.
    public init(taken: Double, watched: Double) {
        self.taken = taken
        self.watched = watched
    }

    /// The part of the time that it took, 0 to 1.
    public var share: Double { watched > 0 ? taken / watched : 0 }
}

extension Rule {
    /// Returns the judgement of the evidence for one gate; a pure function of both.
    public func judge(_ evidence: AttemptEvidence, gate: GateID) -> AttemptJudgement {
        var evidence = evidence
        evidence.faults += evidence.clockFaults
        let interference = noise.map { Interference($0, evidence, edition: edition) }
        let results = checks.filter { $0.gate == gate }.map { check in
            interference?.evaluate(check, confidence: confidence)
                ?? check.evaluate(evidence.series, confidence: confidence)
        }
        let reached = milestones.filter { $0.gate == gate }.map { milestone in
            let sum = (evidence.series[milestone.metric]?.values ?? []).reduce(0, +)
            return MilestoneResult(milestone: milestone, reached: Int(clamping: sum))
        }
        let hostWasNoisy = interference?.hostWasNoisy ?? false
        func decide(_ results: [CheckResult]) -> (verdict: Verdict, reason: AttemptReason) {
            self.decide(evidence, results, reached, hostWasNoisy: hostWasNoisy)
        }
        let all = decide(results.filter(\.check.tier.decides))
        let contract = decide(results.filter { $0.check.tier == .contract })
        return AttemptJudgement(
            gate: gate, verdict: all.verdict, contractVerdict: contract.verdict,
            reason: all.reason, checks: results, milestones: reached,
            violations: evidence.allViolations,
            hostWasNoisy: hostWasNoisy)
    }

    /// Decides from the most damning to the least: what was violated, what the judge failed at,
    /// what is undecided, and only then a GO.
    ///
    /// On a noisy host what hung or gave up is undecided as well: never a GO, and no NO-GO that
    /// the host can have caused.
    private func decide(
        _ evidence: AttemptEvidence, _ results: [CheckResult], _ reached: [MilestoneResult],
        hostWasNoisy: Bool
    ) -> (verdict: Verdict, reason: AttemptReason) {
        if let fault = evidence.faults.first { return (.error, .judgeFailed(fault: fault)) }
        if let violated = results.first(where: { $0.verdict == .noGo }) {
            let check = violated.check
            return (
                .noGo,
                .checkViolated(id: check.id, question: check.question, reason: violated.reason)
            )
        }
        let violations = evidence.allViolations
        // What hung and was killed for it could not clean up behind itself.
        let hasHung = violations.contains { $0.kind == .hang }
        func isExcused(_ kind: Violation.Kind) -> Bool {
            hostWasNoisy && (kind.canBeTheHosts || (hasHung && kind == .stray))
        }
        if let violation = violations.first(where: { !isExcused($0.kind) }) {
            return (.noGo, .violated(by: violation))
        }
        if let excused = violations.first {
            return (.inconclusive, .hostTooNoisy(violation: excused))
        }
        switch evidence.ending {
        case .exited(code: 0), .killedByHarness: break
        case .exited(let code): return (.error, .processExited(code: code))
        case .signalled(let number, _): return (.error, .processDied(signal: number))
        case .interrupted: return (.inconclusive, .interrupted)
        }
        guard evidence.reachedItsEnd else { return (.error, .endNotReached) }
        if let open = results.first(where: { $0.verdict == .inconclusive }) {
            return (.inconclusive, .checkUndecided(id: open.check.id, reason: open.reason))
        }
        if let missed = reached.first(where: { !$0.fired }) {
            return (
                .inconclusive,
                .milestoneMissed(
                    id: missed.milestone.id, reached: missed.reached,
                    atLeast: missed.milestone.atLeast)
            )
        }
        return (.go, .everyCheckHolds)
    }
}

extension Int {
    /// The whole part, or the nearest number there is: a store may hold anything.
    init(clamping value: Double) {
        self = value.isNaN ? 0 : Int(Swift.max(-1e18, Swift.min(1e18, value)))
    }
}
