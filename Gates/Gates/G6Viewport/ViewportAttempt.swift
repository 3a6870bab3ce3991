internal import GateHost
internal import GateKit
internal import WeldContract

/// One execution of the viewport procedure.
struct ViewportAttempt {
    let plan: AttemptPlan
    let recorder: Recorder
    let length: ViewportLength
    let parts: PartLength

    init(plan: AttemptPlan, recorder: Recorder) {
        self.plan = plan
        self.recorder = recorder
        length = ViewportLength(plan.profile, controls: plan.controls, display: plan.display)
        parts = PartLength(plan.profile, controls: plan.controls, display: plan.display)
    }

    /// The windows first; then the two protocols without one.
    func run() throws {
        try ProcessEnvironment.becomeSubreaper()
        switch ControlStage(plan.controls) {
        case nil: try runEverything()
        case .adversary: try watchAdversaryOfTwoSlots()
        case .threeSlots: try watchThreeSlots()
        case .twoSlots: try watchTwoSlots()
        case .validation:
            try RealTime.run(stating: recorder) {
                let stage = try newStage()
                stage.stopWatching()
                try ValidationRun(
                    seconds: parts.validation, on: stage, plan, recorder: recorder)?.end()
                try stage.end()
            }
        case .slowDevice:
            try RealTime.run(stating: recorder) {
                let stage = try newStage()
                stage.stopWatching()
                try stage.end { try LastWindow(on: stage, plan, recorder: recorder).run() }
            }
        case .draw:
            try RealTime.run(stating: recorder) {
                let stage = try newStage()
                try watchDraw(on: stage)
                try finish(stage)
            }
        case .large(let height):
            for size in PartLength.sizes where size.height == height {
                try RealTime.run(stating: recorder) { try watchLarge(size) }
            }
        case .window:
            try RealTime.run(stating: recorder) {
                let stage = try newStage()
                try watchWindow(on: stage, isLast: true)
                try finish(stage)
            }
        }
    }

    private func runEverything() throws {
        let stage = try RealTime.run(stating: recorder) { () throws -> WindowStage in
            let stage = try newStage()
            let floor = try PresenterFloor(on: stage, plan, recorder: recorder).run()
            try watchWindow(on: stage, isLast: false, floor: floor)
            try watchDraw(on: stage)
            return stage
        }
        // Nothing of it is timed: so it shares its time with what is not timed either.
        let validation = try RealTime.run {
            try ValidationRun(seconds: parts.validation, on: stage, plan, recorder: recorder)
        }
        let lonely = try LonelyEditor(plan, recorder: recorder)
        try watchAdversaryOfThreeSlots { stage.events.drain() }
        try lonely.end()
        // In the class of the editor, whose driver would else take the time of who watches it.
        try RealTime.run { try validation?.end() }
        try finish(stage) {
            try RealTime.run { try LastWindow(on: stage, plan, recorder: recorder).run() }
        }
        try watchThreeSlots()
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
            recorder.fact(
                "compositor's own pace", "\(Int(bounded: pace.rounded())) frames/s at most")
        }
        return stage
    }

    private func finish(_ stage: WindowStage, _ last: () throws -> Void = {}) throws {
        try stage.end(last)
        stage.keepPictures()
    }
}

extension ViewportAttempt {
    /// The contract's window: the pipeline that the device offers, nothing between it and its
    /// driver.
    ///
    /// - Parameters:
    ///   - isLast: Whether nothing is watched after it.
    ///   - floor: Pictures of the judge's own presenter that were shown a second, where that was
    ///     measured.
    func watchWindow(on stage: WindowStage, isLast: Bool, floor: Double? = nil) throws {
        let part = ViewportPart.main(seconds: length.window)
        let run = try WindowedRun(part, on: stage, plan, recorder: recorder)
        stage.events.confirmSabotage(plan, recorder: recorder)
        guard let window = try watch(run, part, on: stage, isLast: isLast, stating: true) else {
            return
        }
        ViewportEvidence(run.transcript, in: window, recorder: recorder)
            .record(pace: stage.pace, floor: floor, ratesOver: length.ratePeriod)
    }

    /// The milestone's pipeline.
    func watchDraw(on stage: WindowStage) throws {
        let part = ViewportPart.draw(seconds: parts.draw)
        let own = try JudgesLayers(
            [.slowDevice], delay: 0, in: WindowedRun.directory(of: part, plan), plan)
        let run = try WindowedRun(
            part, on: stage, plan, variables: own.variables, recorder: recorder)
        if plan.isControl { stage.events.confirmSabotage(plan, recorder: recorder) }
        let ending = plan.isControl ? nil : { try LastWindow.stall(own, run, recorder) }
        guard let window = try watch(run, part, on: stage, isLast: true, ending: ending) else {
            return
        }
        ViewportEvidence(run.transcript, in: window, recorder: recorder).recordDraw()
    }

    /// Larger pictures, on an output of their size.
    func watchLarge(_ size: WindowSize) throws {
        let part = ViewportPart.large(size, seconds: parts.large)
        let stage = try WindowStage(plan, size: size, recorder: recorder)
        let run = try WindowedRun(part, on: stage, plan, recorder: recorder)
        if plan.isControl { stage.events.confirmSabotage(plan, recorder: recorder) }
        let window = try watch(run, part, on: stage, isLast: true)
        try stage.end()
        guard let window else { return }
        ViewportEvidence(run.transcript, in: window, recorder: recorder)
            .recordLarge(size, ratesOver: 5)
    }

    /// Watches a part from its first steady picture for its seconds, and ends it; returns its
    /// window, or nil where there was no picture, which is recorded.
    ///
    /// - Parameters:
    ///   - isLast: Whether the observer stops with it, so that its last picture is the last kept.
    ///   - isStated: Whether facts about it belong into the report.
    ///   - ending: Ends the editor otherwise than by asking it to.
    private func watch(
        _ run: WindowedRun, _ part: ViewportPart, on stage: WindowStage, isLast: Bool,
        stating isStated: Bool = false, ending: (() throws -> Void)? = nil
    ) throws -> TimeSpan? {
        guard try run.waitForPicture(within: .seconds(20)) else {
            try run.end()
            return nil
        }
        recorder.progress("\(part.name): \(part.seconds) s of moving pictures")
        let pressure = CPUPressure.now()
        let use = ProcessorUse(run.processes)
        let start = MonotonicClock.now()
        let window = TimeSpan(start: start, end: start + UInt64(part.seconds) * 1_000_000_000)
        var cost = EditorCost(of: run.editorPID, pictures: run.presentedCount)
        var growth = GrowthWatch(part.name, run.stubs)
        var moment = start
        repeat {
            moment = min(moment + GrowthWatch.interval(part.seconds), window.end)
            guard try run.watch(until: moment) else { break }
            cost.note(pictures: run.presentedCount)
            growth.note(pictures: run.presentedCount)
        } while moment < window.end
        growth.record(recorder)
        if let bytes = run.heapAPicture(in: window) {
            recorder.samples(ViewportMetric.memory, [bytes], unit: .bytes)
            recorder.fact(
                "editor's heap, \(part.name)", "\(Int(bounded: bytes)) bytes more a picture")
        }
        if isStated {
            recorder.fact("cores used", use.sentence())
            state(pressure, window, cost)
        }
        if let sentence = cost.sentence {
            recorder.fact("editor's processor time, \(part.name)", sentence)
        }
        if isLast { stage.stopWatching() }
        try ending?()
        try run.end()
        return window
    }

    private func state(_ pressure: UInt64?, _ window: TimeSpan, _ cost: EditorCost) {
        if let pressure, let pressed = CPUPressure.now() {
            let share = Double(pressed - pressure) * 1000 / Double(window.end - window.start)
            recorder.fact(
                "processor pressure", "\((share * 1000).rounded() / 10) % of the window")
        }
        for value in cost.values {
            recorder.samples(
                ViewportMetric.costEditor, [value.value], unit: .nanoseconds, span: value.span)
        }
    }
}

extension ViewportAttempt {
    /// Three slots at 60 Hz, without a window: whether a picture is read as soon as it is there.
    func watchThreeSlots() throws {
        recorder.progress("three slots at 60 Hz")
        try RealTime.run {
            let run = try HeadlessRun(
                "nominal", arguments: HeadlessRun.nominal, hasThreeSlots: true, plan: plan,
                recorder: recorder)
            let window = run.watch(seconds: length.threeSlots, rings: true)
            recorder.samples(ViewportMetric.busy, run.shares, unit: .ratio)
            try run.stopRuntime()
            run.pass(milliseconds: 80)
            ViewportEvidence(try run.end(), in: window, recorder: recorder).recordReading()
        }
    }

    /// Two slots at 60 Hz: they must pass as long as nobody is late.
    func watchTwoSlots() throws {
        recorder.progress("two slots at 60 Hz")
        let transcript = try RealTime.run { () throws -> ViewportTranscript in
            let run = try HeadlessRun(
                "two", arguments: HeadlessRun.milestone, hasThreeSlots: false, plan: plan,
                recorder: recorder)
            try run.watchTwoSlots(seconds: Double(length.twoSlots))
            return try run.end()
        }
        let torn = transcript.shared.count(where: \.isTorn)
        guard torn == 0 || RealTime.isAllowed || plan.isControl else {
            // Only time protects two slots: where a neighbour can take it, a tear proves nothing.
            return recorder.fact(
                "two slots", "not decided: \(torn) torn pictures outside the real-time class")
        }
        record(ViewportMetric.twoSlots, transcript)
    }

    /// Three slots, a writer without a pause, and either side stopped wherever it is.
    ///
    /// - Parameter meanwhile: What is done between two stops.
    func watchAdversaryOfThreeSlots(meanwhile: () -> Void) throws {
        recorder.progress("three slots under the adversary")
        let run = try HeadlessRun(
            "three", arguments: HeadlessRun.unthrottled, pictures: HeadlessRun.oddPictures,
            hasThreeSlots: true, plan: plan, recorder: recorder)
        let stops = try run.harass(
            seconds: length.adversary, seed: plan.seed, meanwhile: meanwhile)
        recorder.count(ViewportMetric.stops, stops)
        run.watchPublications()
        record(ViewportMetric.adversary, try run.end())
    }

    /// The control: what two slots do under the same adversary.
    func watchAdversaryOfTwoSlots() throws {
        recorder.progress("two slots under the adversary")
        let run = try HeadlessRun(
            "two", arguments: HeadlessRun.unthrottled, hasThreeSlots: false, plan: plan,
            recorder: recorder)
        run.watch(seconds: Double(length.window))
        record(ViewportMetric.tornShared, try run.end())
    }

    private func record(_ metric: String, _ transcript: ViewportTranscript) {
        recorder.tears(metric, transcript.shared)
    }
}
