internal import GateKit

/// Takes the samples of G7: the real editor drives its handles lab against the real runtime, and
/// the attempt watches, lowers a limit and kills (gates.md#g7).
struct DescriptorPassingProcedure: Procedure {
    let name = "descriptor-passing"
    let gates: [GateID] = [.g7]
    let controls = G7DescriptorPassing.controls

    func replicates(_ profile: Profile) -> Int {
        switch profile {
        case .smoke: 1
        case .ci: 3
        case .full: 5
        }
    }

    func deadlineSeconds(_ profile: Profile, control: Control?) -> Double { 60 }

    func rule(_ plan: AttemptPlan) -> Rule {
        guard plan.control == nil else {
            return Rule(checks: G7DescriptorPassing.checks)
        }
        return Rule(
            checks: G7DescriptorPassing.checks + [G7DescriptorPassing.killedSenderCheck],
            milestones: G7DescriptorPassing.milestones)
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        try DescriptorPassingAttempt(plan: plan, recorder: recorder).run()
    }
}
