internal import GateHost
internal import GateKit
internal import WeldContract

/// Takes the samples of G6: the real editor in a real window, its real runtime, and three
/// witnesses (gates.md#g6).
struct ViewportProcedure: Procedure {
    let name = "viewport"
    let gates: [GateID] = [.g6]
    let controlAttempts = G6Gate.controlAttempts
    let longControlsAtSmoke = 1

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
        let length = ViewportLength(profile, controls: controls)
        let parts = PartLength(profile, controls: controls, display: nil)
        return Double(length.total + parts.total) + 90
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        let length = ViewportLength(plan.profile, controls: plan.controls, display: plan.display)
        let parts = PartLength(plan.profile, controls: plan.controls, display: plan.display)
        if let stage = ControlStage(plan.controls) {
            // What an adversary starts is in no real-time class.
            let noise: InterferenceRule = stage == .adversary ? .standard : RealTime.noise
            var checks = G6Gate.checks(length)
            switch stage {
            case .threeSlots, .twoSlots: checks += G6Gate.protocolChecks(length)
            case .draw, .large: checks += G6Gate.partChecks(parts)
            default: break
            }
            return Rule(checks: checks, noise: noise)
        }
        return Rule(
            checks: G6Gate.checks(length) + G6Gate.protocolChecks(length)
                + G6Gate.partChecks(parts) + G6Gate.capacityChecks,
            milestones: G6Gate.milestones(length) + G6Gate.partMilestones(parts),
            contractLengths: [G6Gate.contractLength], noise: RealTime.noise)
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

/// How long an attempt looks.
struct ViewportLength {
    /// Seconds of the window, from its first steady picture.
    let window: Int
    /// Seconds of three slots at 60 Hz, without a window.
    let threeSlots: Double
    /// Seconds of two slots at 60 Hz.
    let twoSlots: Int
    /// Seconds of three slots under the adversary.
    let adversary: Int
    /// The fewest pictures at each place of the window; a control needs only its violation.
    let fewestPictures: Int
    /// The fewest looks into the shared region: a fifth of those that a healthy run brings.
    let fewestLooks: Int
    /// The fewest presented pictures for which the judge's memory certainly had room.
    let fewestReadBacks: Int
    /// Whether windows are shown in a user's session, whose windows a user can change.
    let isSession: Bool
    /// Seconds over which a rate is formed: the same for a real attempt and for a control.
    let ratePeriod = Self.period

    init(_ profile: Profile, controls: [Control], display: DisplayOptions? = nil) {
        isSession = display?.compositor == .session
        if let stage = ControlStage(controls) {
            // The window and the period of a real attempt, once. The adversary has no rate, and
            // tears at once.
            window = stage == .adversary ? 1 : Self.period
            threeSlots = stage == .threeSlots ? 1.2 : 0
            twoSlots = stage == .twoSlots ? 1 : 0
            adversary = 0
            fewestPictures = 1
            (fewestLooks, fewestReadBacks) = (1, 1)
        } else {
            switch profile {
            case .smoke: (window, threeSlots, twoSlots, adversary) = (Self.period, 1.2, 1, 1)
            case .ci: (window, threeSlots, twoSlots, adversary) = (60, 5, 10, 10)
            case .full: (window, threeSlots, twoSlots, adversary) = (60, 60, 60, 60)
            }
            fewestPictures = window * Self.fewestSamplesPerSecond
            (fewestLooks, fewestReadBacks) = (2 * window, 10 * window)
        }
    }

    /// Seconds of all of them, for the attempt's deadline.
    var total: Int { window + Int(threeSlots) + twoSlots + adversary }

    /// What both ends and the compositor have to reach: 60 Hz within 5 %.
    static let fewestPicturesPerSecond = 57
    /// Half of what a healthy run brings: so many make a sample, and the rate judges the rest.
    static let fewestSamplesPerSecond = 30

    private static let period = 5
}

/// How long the parts beside the window itself are watched, and which there are.
struct PartLength: Equatable {
    /// Seconds of the milestone's pipeline; 0 leaves it out.
    let draw: Int
    /// The fewest seconds under the validation layer; 0 leaves it out.
    let validation: Int
    /// Seconds of each larger size; 0 leaves them out.
    let large: Int

    /// The sizes that must work besides 1280x720 (viewport.md#the-picture).
    static let sizes = [(1920, 1080), (3840, 2160)].map {
        WindowSize(width: $0.0, height: $0.1)
    }

    /// The fewest pictures a second that are asked of a part: half of a healthy run's.
    static let fewestPerSecond = 30
    /// The same for larger pictures, which a driver in software may not carry at that rate.
    static let fewestLargePerSecond = 5

    /// Returns how long an attempt's parts are: a control is performed in the one part that sees
    /// it.
    ///
    /// - Parameter display: Where windows are shown; a session has the one size that it has.
    init(_ profile: Profile, controls: [Control], display: DisplayOptions?) {
        if let stage = ControlStage(controls) {
            (draw, validation) = (stage == .draw ? 2 : 0, stage == .validation ? 1 : 0)
            large = if case .large = stage { 2 } else { 0 }
            return
        }
        validation = 2
        draw = [.smoke: 2, .ci: 10][profile] ?? 60
        large = profile == .full && display?.compositor != .session ? 10 : 0
    }

    /// Seconds of all of them, for the attempt's deadline.
    var total: Int { draw + validation + large * Self.sizes.count }
}
