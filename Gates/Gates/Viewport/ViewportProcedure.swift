internal import GateKit
internal import WeldContract

/// Takes the samples of G6: the real editor in a real window, its real runtime, and three
/// witnesses (gates.md#g6).
struct ViewportProcedure: Procedure {
    let name = "viewport"
    let gates: [GateID] = [.g6]
    let controls = G6Viewport.controls

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, control: Control?) -> Double {
        let length = ViewportLength(profile, control: control)
        let parts = PartLength(profile, control: control, display: nil)
        return Double(length.window + length.twoSlots + length.adversary + parts.total) + 90
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        let length = ViewportLength(plan.profile, control: plan.control)
        if let control = plan.control {
            // The adversary needs no window, and what it starts no real-time class.
            let noise: NoiseRule =
                control.sabotages(.twoSlotAdversary) ? .standard : RealTime.controlNoise
            return Rule(checks: G6Viewport.checks(length), noise: noise)
        }
        let parts = PartLength(plan.profile, control: nil, display: plan.display)
        return Rule(
            checks: G6Viewport.checks(length) + G6Viewport.protocolChecks(length)
                + G6Viewport.partChecks(parts),
            milestones: G6Viewport.milestones(length) + G6Viewport.partMilestones(parts),
            contractLengths: [G6Viewport.contractLength])
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        do {
            try ViewportAttempt(plan: plan, recorder: recorder).run()
        } catch let fault as ViewportFault {
            switch fault {
            case .precondition(let text): recorder.fault(.precondition, text)
            case .harness(let text): recorder.fault(.harness, text)
            }
        }
    }
}
