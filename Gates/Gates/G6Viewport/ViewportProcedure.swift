internal import GateHost
internal import GateKit
internal import WeldContract

/// Takes the samples of G6: the real editor in a real window, its real runtime, and three
/// witnesses (gates.md#g6).
struct ViewportProcedure: Procedure {
    let name = "viewport"
    let gates: [GateID] = [.g6]
    let controlAttempts = G6Gate.controlAttempts
    let longControlsAtSmoke = 2

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
        let length = ViewportLength(profile, controls: controls)
        let parts = PartLength(profile, controls: controls, display: nil)
        return Double(length.window + length.twoSlots + length.adversary + parts.total) + 90
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        let length = ViewportLength(plan.profile, controls: plan.controls)
        if plan.isControl {
            // The adversary needs no window, and what it starts no real-time class.
            let noise: InterferenceRule =
                plan.controls.sabotage(.twoSlotAdversary) ? .standard : RealTime.noise
            return Rule(checks: G6Gate.checks(length), noise: noise)
        }
        let parts = PartLength(plan.profile, controls: [], display: plan.display)
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
    /// Seconds of two slots at 60 Hz.
    let twoSlots: Int
    /// Seconds of three slots under the adversary.
    let adversary: Int
    /// The fewest pictures at each place of the window; a control needs only its violation.
    let fewestPictures: Int
    /// Seconds over which a rate is formed: the same for a real attempt and for a control.
    let ratePeriod = Self.period

    init(_ profile: Profile, controls: [Control]) {
        if !controls.isEmpty {
            // The window and the period of a real attempt, once. The adversary has no rate, and
            // tears at once.
            window = controls.sabotage(.twoSlotAdversary) ? 1 : Self.period
            twoSlots = 0
            adversary = 0
            fewestPictures = 1
        } else {
            switch profile {
            case .smoke: (window, twoSlots, adversary) = (Self.period, 1, 1)
            case .ci: (window, twoSlots, adversary) = (60, 10, 10)
            case .full: (window, twoSlots, adversary) = (60, 60, 60)
            }
            fewestPictures = window * Self.fewestSamplesPerSecond
        }
    }

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
        guard controls.isEmpty else {
            (draw, validation, large) = (0, G6Gate.isForValidation(controls) ? 1 : 0, 0)
            return
        }
        validation = 2
        draw = [.smoke: 2, .ci: 10][profile] ?? 60
        large = profile == .full && display?.compositor != .session ? 10 : 0
    }

    /// Seconds of all of them, for the attempt's deadline.
    var total: Int { draw + validation + large * Self.sizes.count }
}

/// The series of the viewport attempt.
enum ViewportMetric {
    /// Pictures that the editor read from shared memory, 1 for a torn one.
    static let tornShared = "viewport.torn.shared"
    /// Pictures that the GPU presented, as the judge read them back, 1 for a torn one.
    static let tornPresented = "viewport.torn.presented"
    /// Captures of what the compositor showed, 1 for a torn one.
    static let tornComposited = "viewport.torn.composited"
    /// How old the shown picture was when the next one took its place.
    static let age = "viewport.age.replaced"
    /// How old a picture was when the editor handed it to the compositor.
    static let agePresented = "viewport.age.presented"
    /// How old a picture was when the compositor showed it first.
    static let ageShown = "viewport.age.shown"
    /// Pictures a second, published by the runtime; for the reader.
    static let rateRuntime = "viewport.rate.runtime"
    /// Pictures a second, presented by the editor; for the reader.
    static let rateEditor = "viewport.rate.editor"
    /// How far the runtime's rate is from 60 a second.
    static let offRuntime = "viewport.rate-off.runtime"
    /// How far the editor's rate is from 60 a second.
    static let offEditor = "viewport.rate-off.editor"
    /// Processor time of the editor for one picture that it presents; for the reader.
    static let costEditor = "viewport.cost.editor"
    /// What the validation layer complained about, by the judge's own ear.
    static let validation = "viewport.validation"
    /// Pictures read as new that had been read before.
    static let repeated = "viewport.repeated"
    /// Pictures older than the one before, at any of the three places.
    static let backwards = "viewport.backwards"
    /// Two slots at 60 Hz, 1 for a torn picture.
    static let twoSlots = "viewport.two-slot"
    /// Three slots under the adversary, 1 for a torn picture.
    static let adversary = "viewport.adversary"

    /// One sample for every second in which both ends and the compositor moved.
    static let seconds = "viewport.seconds"
    /// How many different pictures the compositor was seen to show.
    static let shown = "viewport.shown"
    /// How many presented pictures the judge read back from the device.
    static let readBack = "viewport.read-back"
    /// Whether the validation layer spoke, synchronization included.
    static let layer = "viewport.layer"
    /// How often a side was stopped in the middle of something under the adversary.
    static let stops = "viewport.stops"

    // MARK: - Parts

    /// Pictures of the milestone's pipeline at any of the three places, 1 for a torn one.
    static let drawTorn = "viewport.draw.torn"
    /// How old a picture of the milestone's pipeline was when the next one took its place.
    static let drawAge = "viewport.draw.age.replaced"
    /// How many different pictures were shown by drawing them from staging memory.
    static let drawShown = "viewport.draw.shown"

    /// Larger pictures at any of the three places, 1 for a torn one.
    static func largeTorn(_ height: Int) -> String { "viewport.\(height).torn" }
    /// How old a larger picture was when the next one took its place.
    static func largeAge(_ height: Int) -> String { "viewport.\(height).age.replaced" }
    /// How far the editor's rate of larger pictures is from 60 a second.
    static func largeOff(_ height: Int) -> String { "viewport.\(height).rate-off.editor" }
}
