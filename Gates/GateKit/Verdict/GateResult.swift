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
    /// Why.
    public var reason: GateReason
    /// What the run lacks of the contract's lengths.
    public var shortfall: [Shortfall]
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
    /// How many controls the gate has: more where a run tries a part of them; nil where the run did
    /// not say.
    public var controlsKnown: Int?
    /// How many ambition checks hold in every replicate; they decide nothing.
    public var ambitionsHeld: Int
    /// How many ambition checks there are.
    public var ambitionsAsked: Int

    /// Creates a result; one with a shortfall is provisional.
    public init(
        gate: GateID, verdict: Verdict, contractVerdict: Verdict, provisional: Bool = false,
        reason: GateReason, shortfall: [Shortfall] = [], headlineValue: Double? = nil,
        headlineUnit: MeasurementUnit? = nil,
        margin: Double? = nil, controlsCaught: Int = 0, controlsTried: Int = 0,
        controlsKnown: Int? = nil, ambitionsHeld: Int = 0, ambitionsAsked: Int = 0
    ) {
        self.gate = gate
        self.verdict = verdict
        self.contractVerdict = contractVerdict
        self.provisional = provisional || !shortfall.isEmpty
        self.reason = reason
        self.shortfall = shortfall
        self.headlineValue = headlineValue
        self.headlineUnit = headlineUnit
        self.margin = margin
        self.controlsCaught = controlsCaught
        self.controlsTried = controlsTried
        self.controlsKnown = controlsKnown
        self.ambitionsHeld = ambitionsHeld
        self.ambitionsAsked = ambitionsAsked
    }

    /// Whether a stored result says the same (see ``Reason/isSame(as:)``); what is stored in words
    /// alone names the shortfall in its words.
    public func isSame(as stored: GateResult) -> Bool {
        var stored = stored
        if stored.reason == .recorded(text: sentence) { stored.reason = reason }
        return self == stored
    }
}

extension GateResult {
    /// What stands instead of a GO whose controls were not tried.
    public static let unproven = "GO (unproven)"

    /// Whether only the controls are missing for a GO.
    public var isUnproven: Bool { if case .unproven = reason { true } else { false } }

    /// How many controls were caught of those tried, and of how many where a run tries a part, such as
    /// `3/3 of 6`.
    public var controls: String {
        let known = controlsKnown.map { $0 > controlsTried ? " of \($0)" : "" } ?? ""
        return "\(controlsCaught)/\(controlsTried)\(known)"
    }

    /// The verdict as a cell shows it.
    public var shown: String { isUnproven ? Self.unproven : verdict.rawValue }
}
