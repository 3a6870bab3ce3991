internal import GateKit

/// Takes the samples of G4: real editors with real runtimes, which are killed by phase and at
/// random, stopped and continued (gates.md#g4).
struct RuntimeKilledProcedure: Procedure {
    let name = "runtime-killed"
    let gates: [GateID] = [.g4]
    let controls = G4RuntimeKilled.controls

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, control: Control?) -> Double {
        if control != nil { return 40 }
        switch profile {
        case .smoke: return 60
        case .ci: return 240
        case .full: return 600
        }
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        if plan.control != nil { return Rule(checks: G4RuntimeKilled.checks(trials: 1, stops: 1)) }
        return Rule(
            checks: G4RuntimeKilled.checks(
                trials: DeathSchedule.trials(plan.profile),
                stops: DeathSchedule.sideTrials(plan.profile)),
            milestones: G4RuntimeKilled.milestones(plan.profile),
            contractLengths: [
                ContractLength(
                    gate: .g4, "recoveries", metric: DeathMetric.recover,
                    samples: DeathSchedule.contractTrials)
            ])
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        try RuntimeKilledAttempt(plan: plan, recorder: recorder).run()
    }
}
