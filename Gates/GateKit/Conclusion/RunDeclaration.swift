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
    /// How many real attempts were planned.
    public var attemptsPlanned: Int

    /// Creates a declaration.
    public init(
        gate: GateID, headlineCheck: String, pendingReason: String?, controlsExpected: Int,
        attemptsPlanned: Int
    ) {
        self.gate = gate
        self.headlineCheck = headlineCheck
        self.pendingReason = pendingReason
        self.controlsExpected = controlsExpected
        self.attemptsPlanned = attemptsPlanned
    }

    /// Returns the gate's result; a pure function of what the run stored.
    public func conclude(_ evidence: RunEvidence) -> GateResult {
        let declaration = GateDeclaration(
            id: gate, question: "", headlineCheck: headlineCheck, pendingReason: pendingReason)
        let own = evidence.judgements.filter { $0.gate == gate }
        if own.isEmpty, attemptsPlanned > 0 {
            if let fault = evidence.faults.first {
                return GateResult(
                    gate: gate, verdict: .error, contractVerdict: .error, reason: fault.text)
            }
            if evidence.wasInterrupted {
                return GateResult(
                    gate: gate, verdict: .inconclusive, contractVerdict: .inconclusive,
                    reason: "the run was interrupted")
            }
        }
        var result = declaration.judge(
            attempts: own, controls: evidence.controls, controlsExpected: controlsExpected,
            shortfall: ContractShortfall.sentences(
                gate, rules: evidence.rules, sampleCounts: evidence.sampleCounts))
        // One replicate that was never made is a smaller sample than the one that was fixed.
        if result.verdict == .go, own.count < attemptsPlanned {
            result.verdict = .inconclusive
            result.reason = "\(own.count) of \(attemptsPlanned) attempts were made"
        }
        if result.verdict == .go, let refusal = evidence.refusal {
            result.verdict = .inconclusive
            result.contractVerdict = .inconclusive
            result.reason = "GO refused: \(refusal)"
        }
        return result
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
    /// Why no gate of the run may be GO; nil where one may.
    public var refusal: String?

    /// Creates evidence.
    public init(
        judgements: [AttemptJudgement], controls: [ControlResult], rules: [Rule],
        sampleCounts: [String: Int], faults: [HarnessFault], wasInterrupted: Bool,
        refusal: String? = nil
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
