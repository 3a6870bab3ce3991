import GateKit

/// A procedure that does one thing, so that a test can say exactly what must come of it.
struct FixtureProcedure: Procedure {
    let name: String
    let gates: [GateID]
    let controlAttempts: [ControlAttempt]
    private let body: @Sendable (AttemptPlan, Recorder) throws -> Void

    init(
        _ name: String, gates: [GateID] = [.g1], controls: [Control] = [],
        _ body: @escaping @Sendable (AttemptPlan, Recorder) throws -> Void
    ) {
        self.name = name
        self.gates = gates
        controlAttempts = controls.map { [$0] }
        self.body = body
    }

    func replicates(_ profile: Profile) -> Int { 1 }

    func rule(_ plan: AttemptPlan) -> Rule {
        let timed = Check(
            "g1.time", gate: .g1, "how long?", metric: "time", .percentile(0.5),
            unit: .nanoseconds, .below, 1e9, tier: .contract)
        return Rule(
            checks: (["zero", "slow", "slow-once", "slow-twice"].contains(name) ? [timed] : [])
                + gates.map { gate in
                    .none(
                        "\(gate.rawValue.lowercased()).wrong", gate: gate, "is nothing wrong?",
                        metric: "wrong", tier: .contract)
                },
            contractLengths: name == "short"
                ? [ContractLength(gate: .g1, "trials", metric: "wrong", samples: 2_000)] : [],
            // Other tests keep the machine busy: only fixtures about noise let the host be judged.
            noise: ["slow", "forged-window"].contains(name) ? .standard : nil)
    }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double { 20 }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws { try body(plan, recorder) }

    /// Every fixture.
    static let all: [FixtureProcedure] = endings + leftovers + reports
}

/// What a fixture throws.
struct FixtureError: Error, CustomStringConvertible {
    var description: String
}
