internal import GateKit

/// Takes the samples of G1 and G2 in one attempt: the attempt is the editor's side, the runtime is
/// the real one in a process of its own (gates.md#g1).
struct RoundTripProcedure: Procedure {
    let name = "round-trip"
    let gates: [GateID] = [.g1, .g2]
    let controls = G1RoundTripMedian.controls + G2RoundTripTail.controls

    func replicates(_ profile: Profile) -> Int {
        profile == .smoke ? 3 : 5
    }

    func deadlineSeconds(_ profile: Profile, control: Control?) -> Double {
        if control != nil { return 20 }
        switch profile {
        case .smoke: return 40
        case .ci: return 80
        case .full: return 180
        }
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        let length = RoundTripLength(plan)
        var checks =
            G1RoundTripMedian.coreChecks(rounds: length.fewestRounds)
            + G2RoundTripTail.coreChecks(rounds: length.fewestRounds)
        guard plan.control == nil else {
            return Rule(
                checks: checks + (length.measuresFloor ? G1RoundTripMedian.floorChecks : []))
        }
        checks += G1RoundTripMedian.floorChecks + G2RoundTripTail.floorChecks
        var milestones: [Milestone] = []
        if length.pacedSeconds > 0 {
            checks += G1RoundTripMedian.pacedChecks + G2RoundTripTail.pacedChecks
            milestones = gates.map { gate in
                Milestone(
                    "\(gate.rawValue.lowercased()).load-was-real", gate: gate,
                    "the runtime drew frames while it was under load",
                    metric: RoundTripMetric.framesDrawn, atLeast: 30 * length.pacedSeconds)
            }
        }
        return Rule(
            checks: checks, milestones: milestones,
            contractLengths: gates.flatMap { gate in
                [
                    ContractLength(
                        gate: gate, "round trips in 5 replicates", metric: RoundTripMetric.free,
                        samples: 50_000),
                    ContractLength(
                        gate: gate, "paced round trips", metric: RoundTripMetric.paced,
                        samples: 10_000),
                ]
            })
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        let attempt = try RoundTripAttempt(plan, recorder: recorder)
        try attempt.run()
    }
}
