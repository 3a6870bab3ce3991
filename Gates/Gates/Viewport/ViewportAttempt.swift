internal import GateKit
internal import WeldContract
internal import WeldPlatform

/// One execution of the viewport procedure.
struct ViewportAttempt {
    let plan: AttemptPlan
    let recorder: Recorder
    let length: ViewportLength
    let parts: PartLength

    init(plan: AttemptPlan, recorder: Recorder) {
        self.plan = plan
        self.recorder = recorder
        length = ViewportLength(plan.profile, control: plan.control)
        parts = PartLength(plan.profile, control: plan.control, display: plan.display)
    }

    /// The windows first; then the two protocols without one.
    func run() throws {
        try ProcessEnvironment.becomeSubreaper()
        switch plan.control {
        case let control? where control.sabotages(.twoSlotAdversary):
            try watchAdversaryOfTwoSlots()
        case let control? where G6Viewport.isForValidation(control):
            try RealTime.run(stating: recorder) {
                let stage = try newStage()
                stage.stopWatching()
                try ValidationRun(
                    seconds: parts.validation, on: stage, plan, recorder: recorder)?.end()
                try stage.end()
            }
        case .some:
            try RealTime.run(stating: recorder) {
                let stage = try newStage()
                try watchWindow(on: stage, isLast: true)
                try finish(stage)
            }
        case nil: try runEverything()
        }
    }

    private func runEverything() throws {
        let stage = try RealTime.run(stating: recorder) { () throws -> WindowStage in
            let stage = try newStage()
            try watchWindow(on: stage, isLast: false)
            try watchDraw(on: stage)
            return stage
        }
        // Nothing of it is timed: so it shares its time with what is not timed either.
        let validation = try RealTime.run {
            try ValidationRun(seconds: parts.validation, on: stage, plan, recorder: recorder)
        }
        try watchAdversaryOfThreeSlots { stage.events.drain() }
        try validation?.end()
        try finish(stage)
        try watchTwoSlots()
        for size in PartLength.sizes where parts.large > 0 {
            try RealTime.run { try watchLarge(size) }
        }
    }

    private func newStage() throws -> WindowStage {
        recorder.progress("a compositor, a window, and an observer")
        let stage = try WindowStage(plan, recorder: recorder)
        recorder.fact("compositor", stage.compositor.version)
        if let pace = stage.pace {
            recorder.fact("compositor's own pace", "\(Int(pace.rounded())) frames/s at most")
        }
        return stage
    }

    private func finish(_ stage: WindowStage) throws {
        try stage.end()
        stage.keepPictures()
    }
}
