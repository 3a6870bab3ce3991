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

    /// What is wrong that a host can cause, by name: violated timing checks, waits that ran out,
    /// milestones that were missed.
    ///
    /// Empty unless the verdict is NO-GO for such reasons alone.
    var timingFaults: Set<String> {
        guard verdict == .noGo else { return [] }
        let wrong = checks.filter { $0.verdict == .noGo && $0.check.tier.decides }
        guard wrong.allSatisfy({ $0.check.nature == .timing }),
            violations.allSatisfy({ $0.span != nil })
        else { return [] }
        return Set(wrong.map(\.check.id) + violations.map(\.kind.rawValue))
            .union(milestones.filter { !$0.fired }.map(\.milestone.id))
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

extension Int {
    /// The whole part, or the nearest number there is: a store may hold anything.
    init(clamping value: Double) {
        self = value.isNaN ? 0 : Int(Swift.max(-1e18, Swift.min(1e18, value)))
    }
}
