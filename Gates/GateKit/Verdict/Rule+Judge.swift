extension Rule {
    /// Returns the judgement of the evidence for one gate; a pure function of both.
    public func judge(_ evidence: AttemptEvidence, gate: GateID) -> AttemptJudgement {
        var evidence = evidence
        evidence.faults += evidence.clockFaults
        let account = account(of: evidence)
        var results = checks.filter { $0.gate == gate }.map { check in
            // The floor is the host's own: nothing of it is set aside.
            check.tier.asksTheHost
                ? check.evaluate(evidence.series, confidence: confidence)
                : account?.evaluate(check, confidence: confidence)
                    ?? check.evaluate(evidence.series, confidence: confidence)
        }
        let missed = results.filter { $0.incapacity != nil }
        results = results.map { result in
            missed.first { $0.check.tells(of: result.check) }?.incapacity.map(result.on) ?? result
        }
        let reached = milestones.filter { $0.gate == gate }.map { milestone in
            let sum = (evidence.series[milestone.metric]?.values ?? []).reduce(0, +)
            return MilestoneResult(milestone: milestone, reached: Int(clamping: sum))
        }
        func decide(_ holds: (Check) -> Bool) -> (verdict: Verdict, reason: AttemptReason) {
            let given = Case(
                evidence: evidence, results: results.filter { holds($0.check) },
                milestones: reached, account: account, incapacity: missed.first?.incapacity)
            return edition == .third ? given.decide() : given.decideAsBefore()
        }
        let all = decide(\.tier.decides)
        let contract = decide { $0.tier == .contract }
        return AttemptJudgement(
            gate: gate, verdict: all.verdict, contractVerdict: contract.verdict,
            reason: all.reason, checks: results, milestones: reached,
            violations: evidence.allViolations(edition),
            hostWasNoisy: account?.hostWasNoisy ?? false, hostLoss: account?.loss)
    }
}

/// All that one verdict is decided from.
private struct Case {
    var evidence: AttemptEvidence
    var results: [CheckResult]
    var milestones: [MilestoneResult]
    var account: (any HostAccount)?
    var incapacity: Incapacity?

    typealias Decision = (verdict: Verdict, reason: AttemptReason)

    // MARK: - The third edition

    /// Decides from the most damning to the least: what no host can cause, what the judge failed
    /// at, what took too long, what is undecided, and only then a GO.
    func decide() -> Decision {
        // Who was killed for memory, or could start nothing, proved nothing.
        if let limit = evidence.faults.first(where: { $0.kind == .limit }) {
            return (.error, .judgeFailed(fault: limit))
        }
        if let wrong = wrong(where: { $0.nature == .integrity && !$0.isTimed }) { return wrong }
        let violations = evidence.allViolations(.third)
        let hasHung = violations.contains { $0.kind == .hang }
        let open = violations.filter { !isUndecided($0, hasHung: hasHung) }
        // A fault of the judge's never hides what was proven.
        if let proven = open.first(where: { $0.kind.isProof && $0.span == nil }) {
            return (.noGo, .violated(by: proven))
        }
        if let fault = evidence.faults.first { return (.error, .judgeFailed(fault: fault)) }
        if let wrong = wrong(where: { $0.nature == .integrity }) { return wrong }
        if let violation = open.first(where: { $0.span == nil }) {
            return (.noGo, .violated(by: violation))
        }
        // What was too slow says more than the deadline that it ran into.
        if let wrong = wrong(where: { $0.nature == .timing }) { return wrong }
        if let violation = open.first { return (.noGo, .violated(by: violation)) }
        if let end = processEnd { return end }
        if let excused = violations.first { return (.inconclusive, excuse(excused)) }
        if let undecided = results.first(where: { $0.verdict == .inconclusive }) {
            return inconclusive(
                .checkUndecided(id: undecided.check.id, reason: undecided.reason))
        }
        if let missed = milestones.first(where: { !$0.fired }) {
            let reason = missedReason(missed)
            let decision = inconclusive(reason)
            // The subject was asked for it, and the host was capable.
            return decision.reason == reason ? (.noGo, reason) : decision
        }
        return (.go, .everyCheckHolds)
    }

    private func wrong(where holds: (Check) -> Bool) -> Decision? {
        results.first { $0.verdict == .noGo && holds($0.check) }.map { result in
            let check = result.check
            return (
                .noGo,
                .checkViolated(id: check.id, question: check.question, reason: result.reason)
            )
        }
    }

    private func isUndecided(_ violation: Violation, hasHung: Bool) -> Bool {
        if account?.excuses(violation, hasHung: hasHung) ?? false { return true }
        return incapacity != nil && violation.span != nil
    }

    private func excuse(_ violation: Violation) -> AttemptReason {
        if let incapacity {
            return .onIncapableHost(incapacity, reason: .violated(by: violation))
        }
        return .hostTook(loss: loss, violation: violation)
    }

    /// What is undecided, with the host named where it may be the cause.
    private func inconclusive(_ reason: AttemptReason) -> Decision {
        if reason.cause != nil { return (.inconclusive, reason) }
        if let incapacity {
            return (.inconclusive, .onIncapableHost(incapacity, reason: reason))
        }
        guard account?.hostWasNoisy ?? false else { return (.inconclusive, reason) }
        return (.inconclusive, .onNoisyHost(loss: loss, reason: reason))
    }

    private var loss: HostLoss { account?.loss ?? HostLoss(taken: 0, watched: 0) }

    // MARK: - Editions one and two

    /// The same, by which a fault of the judge's came first and a missed milestone was never red.
    ///
    /// On a noisy host what hung or gave up is undecided as well: never a GO, and no NO-GO that
    /// the host can have caused.
    func decideAsBefore() -> Decision {
        if let fault = evidence.faults.first { return (.error, .judgeFailed(fault: fault)) }
        if let violated = results.first(where: { $0.verdict == .noGo }) {
            let check = violated.check
            return (
                .noGo,
                .checkViolated(id: check.id, question: check.question, reason: violated.reason)
            )
        }
        let violations = evidence.allViolations(.second)
        let hasHung = violations.contains { $0.kind == .hang }
        if let violation = violations.first(where: {
            !(account?.excuses($0, hasHung: hasHung) ?? false)
        }) {
            return (.noGo, .violated(by: violation))
        }
        if let excused = violations.first {
            return (.inconclusive, .hostTooNoisy(violation: excused))
        }
        if let end = processEnd { return end }
        if let open = results.first(where: { $0.verdict == .inconclusive }) {
            return (.inconclusive, .checkUndecided(id: open.check.id, reason: open.reason))
        }
        if let missed = milestones.first(where: { !$0.fired }) {
            return (.inconclusive, missedReason(missed))
        }
        return (.go, .everyCheckHolds)
    }

    // MARK: - Both

    /// How the attempt's own process ended where it did not come to its end.
    private var processEnd: Decision? {
        switch evidence.ending {
        case .exited(code: 0): break
        // That is a violation, whoever caused it.
        case .killedByHarness: return nil
        case .exited(let code): return (.error, .processExited(code: code))
        case .signalled(let number, _): return (.error, .processDied(signal: number))
        case .interrupted: return (.inconclusive, .interrupted)
        }
        return evidence.reachedItsEnd ? nil : (.error, .endNotReached)
    }

    private func missedReason(_ missed: MilestoneResult) -> AttemptReason {
        .milestoneMissed(
            id: missed.milestone.id, reached: missed.reached, atLeast: missed.milestone.atLeast)
    }
}

extension Check {
    /// Whether it compares times, which a broken clock makes worthless.
    fileprivate var isTimed: Bool { [.nanoseconds, .seconds, .perSecond].contains(unit) }

    /// Whether a floor that misses this check frees another one: a floor that is slow in one of a
    /// hundred says nothing of a median.
    fileprivate func tells(of other: Check) -> Bool { rank <= other.rank }

    /// Which part of the samples decides it, as a quantile; 1 where every trial does.
    private var rank: Double {
        switch statistic {
        case .percentile(let p), .percentileRatio(let p, _): p
        case .maximum, .minimum, .sum, .count: 1
        }
    }
}

extension CheckResult {
    /// What the judge's own floor missed; nil for every other check, and for a floor that held.
    fileprivate var incapacity: Incapacity? {
        check.tier == .capacity ? missedByFloor : nil
    }

    /// What the judge's own floor missed so that nothing can be seen beside it; nil for every other
    /// check, and for a floor that held.
    var blindness: Incapacity? { check.tier == .sight ? missedByFloor : nil }

    private var missedByFloor: Incapacity? {
        guard verdict == .noGo, let value else { return nil }
        return Incapacity(
            check: check.id, value: value, threshold: check.threshold, unit: check.unit)
    }

    /// Returns the result on a host that is not capable: a time that holds there holds everywhere,
    /// any other says nothing of the subject.
    fileprivate func on(_ incapacity: Incapacity) -> CheckResult {
        guard check.nature == .timing, !check.tier.asksTheHost, verdict != .go else {
            return self
        }
        var result = self
        result.verdict = .inconclusive
        result.reason = .notCapable(incapacity)
        return result
    }
}
