/// What a gate came out as in one run: a cell of the matrix.
public struct GateResult: Codable, Hashable, Sendable {
    /// The gate.
    public var gate: GateID
    /// The verdict of the cell.
    public var verdict: Verdict
    /// The verdict by the contract checks alone.
    public var contractVerdict: Verdict
    /// Whether the gate ran shorter than its contract asks.
    public var provisional: Bool
    /// Why, in one sentence.
    public var reason: String
    /// The figure of the gate's headline check in the worst replicate.
    public var headlineValue: Double?
    /// Its unit.
    public var headlineUnit: MeasurementUnit?
    /// How far the figure is from its threshold, as a factor; above 1 is on the good side.
    public var margin: Double?
    /// How many controls were caught.
    public var controlsCaught: Int
    /// How many controls were tried.
    public var controlsTried: Int
    /// How many ambition checks hold in every replicate; they decide nothing.
    public var ambitionsHeld: Int
    /// How many ambition checks there are.
    public var ambitionsAsked: Int

    /// Creates a result.
    public init(
        gate: GateID, verdict: Verdict, contractVerdict: Verdict, provisional: Bool = false,
        reason: String, headlineValue: Double? = nil, headlineUnit: MeasurementUnit? = nil,
        margin: Double? = nil, controlsCaught: Int = 0, controlsTried: Int = 0,
        ambitionsHeld: Int = 0, ambitionsAsked: Int = 0
    ) {
        self.gate = gate
        self.verdict = verdict
        self.contractVerdict = contractVerdict
        self.provisional = provisional
        self.reason = reason
        self.headlineValue = headlineValue
        self.headlineUnit = headlineUnit
        self.margin = margin
        self.controlsCaught = controlsCaught
        self.controlsTried = controlsTried
        self.ambitionsHeld = ambitionsHeld
        self.ambitionsAsked = ambitionsAsked
    }
}

extension GateResult {
    /// What stands instead of a GO whose controls were not tried.
    static let unproven = "GO (unproven)"

    /// Whether only the controls are missing for a GO.
    public var isUnproven: Bool { verdict == .inconclusive && reason.hasPrefix(Self.unproven) }

    /// The verdict as a cell shows it.
    public var shown: String { isUnproven ? Self.unproven : verdict.rawValue }
}

extension GateDeclaration {
    /// Returns the cell for the run's real attempts and controls; a pure function.
    ///
    /// The worst replicate decides. A GO without a caught control of each kind is unproven and
    /// comes out INCONCLUSIVE; a control that was missed makes the gate BLIND.
    ///
    /// - Parameter shortfall: what the run lacks of the contract's length, empty when nothing.
    public func judge(
        attempts: [AttemptJudgement], controls: [ControlResult], controlsExpected: Int,
        shortfall: [String]
    ) -> GateResult {
        if let pendingReason {
            return GateResult(
                gate: id, verdict: .pending, contractVerdict: .pending, reason: pendingReason)
        }
        let own = attempts.filter { $0.gate == id }
        guard let worst = own.max(by: { $0.verdict.severity < $1.verdict.severity }) else {
            return GateResult(
                gate: id, verdict: .pending, contractVerdict: .pending,
                reason: "no attempt was made")
        }
        let mine = controls.filter { $0.control.gate == id }
        var verdict = worst.verdict
        var reason = worst.reason
        if let missed = mine.filter({ !$0.caught })
            .max(by: { $0.verdict.severity < $1.verdict.severity }),
            missed.verdict.severity > verdict.severity
        {
            verdict = missed.verdict
            reason = "control \(missed.control.sabotage): \(missed.observedReason)"
        } else if verdict == .go, mine.filter(\.caught).count < controlsExpected {
            verdict = .inconclusive
            reason =
                "\(GateResult.unproven): \(mine.filter(\.caught).count) of \(controlsExpected) controls ran"
        }
        let headline = own.compactMap { $0.checks.first { $0.check.id == headlineCheck } }
            .filter { $0.value != nil }
            .max { isBetter($0, $1) }
        let ambitions = ambitions(own)
        var contract = Verdict.worst(own.map(\.contractVerdict))
        // What nobody proved able to fail is no GO by the contract either.
        if contract == .go, verdict == .inconclusive || verdict == .blind || verdict == .error {
            contract = mine.filter(\.caught).count < controlsExpected ? verdict : contract
        }
        return GateResult(
            gate: id, verdict: verdict, contractVerdict: contract,
            provisional: !shortfall.isEmpty,
            reason: shortfall.isEmpty ? reason : "\(reason); \(shortfall.joined(separator: ", "))",
            headlineValue: headline?.value, headlineUnit: headline?.check.unit,
            margin: headline?.margin, controlsCaught: mine.filter(\.caught).count,
            controlsTried: mine.count, ambitionsHeld: ambitions.count { $0.value },
            ambitionsAsked: ambitions.count)
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
