/// What a run fixed about one of its gates before its first attempt; stored with the run, so that
/// the gate's result can be computed again from the store alone.
public struct RunDeclaration: Codable, Hashable, Sendable {
    /// The gate.
    public var gate: GateID
    /// The check whose figure stands in the matrix.
    public var headlineCheck: String
    /// Why the gate could not be run; nil for one that could.
    public var pendingReason: String?
    /// How many controls have to be caught for a GO.
    public var controlsExpected: Int
    /// How many controls the gate has; more than are expected where a run tries a part of them, and
    /// nil where the run did not say.
    public var controlsKnown: Int?
    /// How many real attempts were planned.
    public var attemptsPlanned: Int
    /// How many further replicates confirm a NO-GO by a timing check that one replicate alone came
    /// to; 0 where one is enough, as in older runs.
    public var confirmations: Int

    /// Creates a declaration.
    public init(
        gate: GateID, headlineCheck: String, pendingReason: String?, controlsExpected: Int,
        attemptsPlanned: Int, confirmations: Int = 0, controlsKnown: Int? = nil
    ) {
        self.gate = gate
        self.headlineCheck = headlineCheck
        self.pendingReason = pendingReason
        self.controlsExpected = controlsExpected
        self.attemptsPlanned = attemptsPlanned
        self.confirmations = confirmations
        self.controlsKnown = controlsKnown
    }

    /// Returns the gate's result; a pure function of what the run stored.
    ///
    /// The worst replicate decides. A GO without a caught control of each kind is unproven and
    /// comes out INCONCLUSIVE; a control that was missed makes the gate BLIND. One replicate that
    /// was never made is a smaller sample than the one that was fixed.
    public func judge(_ evidence: RunEvidence) -> GateResult {
        let own = evidence.judgements.filter { $0.gate == gate }
        if own.isEmpty, attemptsPlanned > 0 {
            if let fault = evidence.faults.first {
                return undone(.error, .judgeFailed(fault: fault))
            }
            if evidence.wasInterrupted { return undone(.inconclusive, .interrupted) }
        }
        if let pendingReason { return undone(.pending, .pending(why: pendingReason)) }
        guard let worst = own.max(by: { $0.verdict.severity < $1.verdict.severity }) else {
            return undone(.pending, .noAttempt)
        }
        var result = judge(own, worst: worst, evidence)
        if result.verdict == .go, own.count < attemptsPlanned {
            result.verdict = .inconclusive
            result.reason = .attemptsMissing(made: own.count, planned: attemptsPlanned)
        }
        if result.verdict == .go, !evidence.refusal.isEmpty {
            result.verdict = .inconclusive
            result.contractVerdict = .inconclusive
            result.reason = .refused(grounds: evidence.refusal)
        }
        return result
    }

    /// Returns the result of a gate that nothing was measured for.
    private func undone(_ verdict: Verdict, _ reason: GateReason) -> GateResult {
        GateResult(gate: gate, verdict: verdict, contractVerdict: verdict, reason: reason)
    }

    /// Returns what the attempts and controls that were made come out as.
    private func judge(
        _ own: [AttemptJudgement], worst: AttemptJudgement, _ evidence: RunEvidence
    ) -> GateResult {
        let controls = evidence.controls.filter { $0.control.gate == gate }
        let caught = controls.count(where: \.caught)
        let missed = controls.filter { !$0.caught }
            .max { $0.verdict.severity < $1.verdict.severity }
        var verdict = worst.verdict
        var reason = GateReason.attempt(reason: worst.reason)
        if isUnconfirmed(own) {
            verdict = .inconclusive
            reason = .unconfirmed(reason: worst.reason, attempts: own.count)
        }
        if let missed, missed.verdict.severity > verdict.severity {
            verdict = missed.verdict
            reason = .control(sabotage: missed.control.sabotage, reason: missed.observed)
        } else if verdict == .go, caught < controlsExpected {
            verdict = .inconclusive
            reason = .unproven(caught: caught, expected: controlsExpected)
        }
        var contract = Verdict.worst(own.map(\.contractVerdict))
        if contract == .noGo, isUnconfirmed(own) { contract = .inconclusive }
        // What nobody proved able to fail is no GO by the contract either.
        if contract == .go, [.inconclusive, .blind, .error].contains(verdict),
            caught < controlsExpected
        {
            contract = verdict
        }
        let headline = own.compactMap { $0.checks.first { $0.check.id == headlineCheck } }
            .filter { $0.value != nil }
            .max { isBetter($0, $1) }
        let ambitions = ambitions(own)
        return GateResult(
            gate: gate, verdict: verdict, contractVerdict: contract, reason: reason,
            shortfall: Shortfall.all(
                gate, rules: evidence.rules, sampleCounts: evidence.sampleCounts),
            headlineValue: headline?.value, headlineUnit: headline?.check.unit,
            margin: headline?.margin, controlsCaught: caught, controlsTried: controls.count,
            controlsKnown: controlsKnown,
            ambitionsHeld: ambitions.count { $0.value }, ambitionsAsked: ambitions.count)
    }

    /// Whether a gate is NO-GO for timing reasons alone of which each occurred in one attempt only,
    /// and the run was to make sure (credibility.md#red-that-can-be-believed).
    public func isUnconfirmed(_ judgements: [AttemptJudgement]) -> Bool {
        guard confirmations > 0 else { return false }
        let red = judgements.filter { $0.gate == gate && $0.verdict == .noGo }
        let faults = red.map(\.timingFaults)
        guard !red.isEmpty, faults.allSatisfy({ !$0.isEmpty }) else { return false }
        var seen: Set<String> = []
        return faults.allSatisfy { names in
            defer { seen.formUnion(names) }
            return seen.isDisjoint(with: names)
        }
    }

    /// Returns for each ambition check whether it holds wherever it was asked.
    private func ambitions(_ attempts: [AttemptJudgement]) -> [String: Bool] {
        let checks = attempts.flatMap(\.checks).filter { $0.check.tier == .ambition }
        return Dictionary(
            checks.map { ($0.check.id, $0.verdict == .go) }, uniquingKeysWith: { $0 && $1 })
    }

    /// Whether the first result's figure is better than the second's.
    private func isBetter(_ first: CheckResult, _ second: CheckResult) -> Bool {
        guard let left = first.value, let right = second.value else { return false }
        return first.check.comparison.smallerIsBetter ? left < right : left > right
    }
}

/// What the results of a run are computed from.
public struct RunEvidence: Sendable {
    /// The judgements of its real attempts.
    public var judgements: [AttemptJudgement]
    /// The results of its controls.
    public var controls: [ControlResult]
    /// The rules of its real attempts, planned or made.
    public var rules: [Rule]
    /// How many measured samples of each metric its real attempts stored together.
    public var sampleCounts: [String: Int]
    /// What failed before or outside its attempts.
    public var faults: [HarnessFault]
    /// Whether its user ended it.
    public var wasInterrupted: Bool
    /// Why no gate of the run may be GO; empty where one may.
    public var refusal: [RefusalGround]

    /// Creates evidence.
    public init(
        judgements: [AttemptJudgement], controls: [ControlResult], rules: [Rule],
        sampleCounts: [String: Int], faults: [HarnessFault], wasInterrupted: Bool,
        refusal: [RefusalGround] = []
    ) {
        self.judgements = judgements
        self.controls = controls
        self.rules = rules
        self.sampleCounts = sampleCounts
        self.faults = faults
        self.wasInterrupted = wasInterrupted
        self.refusal = refusal
    }
}
