internal import GateKit
internal import WeldContract

/// Takes the samples of G1 and G2 in one attempt: the attempt is the editor's side, the runtime is
/// the real one in a process of its own (gates.md#g1).
struct RoundTripProcedure: Procedure {
    let name = "round-trip"
    let gates: [GateID] = [.g1, .g2]
    let controlAttempts = G1Gate.controlAttempts + G2Gate.controlAttempts

    func replicates(_ profile: Profile) -> Int {
        profile == .smoke ? 3 : 5
    }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
        if !controls.isEmpty { return 20 }
        switch profile {
        case .smoke: return 40
        case .ci: return 80
        case .full: return 180
        }
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        let length = RoundTripLength(plan)
        var checks = G1Gate.coreChecks(rounds: length.fewestRounds)
        checks += G2Gate.coreChecks(rounds: length.fewestRounds)
        if length.parts.contains(.floor) { checks += G1Gate.floorChecks + G2Gate.floorChecks }
        if length.pacedRounds > 0 { checks += G2Gate.pacedChecks }
        if length.loadedRounds > 0 { checks += G1Gate.loadedChecks + G2Gate.loadedChecks }
        if length.parts.contains(.ownFrames) { checks += G1Gate.ownFrameChecks }
        // Without events nobody knows the runtime's clock.
        if plan.isOutside { checks.removeAll { $0.id == SubjectClock.check(.g1).id } }
        guard !plan.isControl else {
            return Rule(checks: checks + (length.parts.contains(.floor) ? G2Gate.sightChecks : []))
        }
        checks += G1Gate.capacityChecks + G2Gate.capacityChecks
        if length.parts.contains(.pacedFloor) { checks += G2Gate.pacedCapacityChecks }
        var milestones: [Milestone] = []
        if length.loadedRounds > 0 {
            milestones = gates.map { gate in
                Milestone(
                    "\(gate.rawValue.lowercased()).load-was-real", gate: gate,
                    "the runtime drew frames while it was under load",
                    metric: RoundTripMetric.framesDrawn,
                    atLeast: 30 * length.loadedRounds / RoundTripLength.pace)
            }
        }
        return Rule(
            checks: checks, milestones: milestones,
            contractLengths: gates.flatMap { gate in
                (plan.isOutside ? Outside.lengths(gate) : []) + [
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
