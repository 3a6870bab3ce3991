internal import GateKit

/// Takes the samples of G5: real editors are killed by phase and at random, crash and are ended,
/// and their runtimes are waited for (gates.md#g5).
struct EditorKilledProcedure: Procedure {
    let name = "editor-killed"
    let gates: [GateID] = [.g5]
    let controls = G5EditorKilled.controls

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, control: Control?) -> Double {
        if control != nil { return 30 }
        switch profile {
        case .smoke: return 60
        case .ci: return 240
        case .full: return 600
        }
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        if plan.control != nil { return Rule(checks: G5EditorKilled.checks(trials: 1)) }
        return Rule(
            checks: G5EditorKilled.checks(trials: DeathSchedule.trials(plan.profile))
                + [G5EditorKilled.sweepCheck(DeathSchedule.sideTrials(plan.profile))],
            milestones: G5EditorKilled.milestones(plan.profile),
            contractLengths: [
                ContractLength(
                    gate: .g5, "deaths", metric: DeathMetric.left,
                    samples: DeathSchedule.contractTrials)
            ])
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        try EditorKilledAttempt(plan: plan, recorder: recorder).run()
    }
}
