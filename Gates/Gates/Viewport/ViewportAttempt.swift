internal import GateKit
internal import WeldPlatform

/// One execution of the viewport procedure.
struct ViewportAttempt {
    let plan: AttemptPlan
    let recorder: Recorder
    private let length: ViewportLength

    init(plan: AttemptPlan, recorder: Recorder) {
        self.plan = plan
        self.recorder = recorder
        length = ViewportLength(plan.profile, control: plan.control)
    }

    /// The window first; then the two protocols without one.
    func run() throws {
        try ProcessEnvironment.becomeSubreaper()
        if plan.control?.name == G6Viewport.adversary { return try watchAdversaryOfTwoSlots() }
        try RealTime.run(stating: recorder) { try watchWindow() }
        guard plan.control == nil else { return }
        try watchTwoSlots()
        try watchAdversaryOfThreeSlots()
    }

    // MARK: - The window

    private func watchWindow() throws {
        recorder.progress("a compositor, a window, and an observer")
        let run = try WindowedRun(plan, lasting: length.window + 60, recorder: recorder)
        run.events.confirmSabotage(plan, recorder: recorder)
        recorder.fact("compositor", run.compositor.version)
        if let pace = run.pace {
            recorder.fact("compositor's own pace", "\(Int(pace.rounded())) frames/s at most")
        }
        guard try run.waitForPicture(within: .seconds(20)) else { return try run.end() }
        // The first second is the editor's start: pipelines, first touch, the window's size.
        guard try run.watch(until: MonotonicClock.now() + 1_000_000_000) else {
            return try run.end()
        }
        let pressure = CPUPressure.now()
        let use = ProcessorUse(run.processes)
        let start = MonotonicClock.now()
        let window = TimeSpan(
            start: start, end: start + UInt64(length.window) * 1_000_000_000)
        recorder.progress("\(length.window) s of moving pictures")
        _ = try run.watch(until: window.end)
        let pressed = CPUPressure.now()
        recorder.fact("cores used", use.sentence())
        try run.end()
        run.keepPictures()
        if let counts = run.events.events.last(where: { $0.name == "observed" })?.fields {
            let names = ["captures", "torn", "stale", "failed"]
            recorder.fact(
                "observer", names.map { "\($0) \(counts[$0] ?? "?")" }.joined(separator: ", "))
        }
        if let pressure, let pressed {
            let share = Double(pressed - pressure) * 1000 / Double(window.end - window.start)
            recorder.fact(
                "processor pressure", "\((share * 1000).rounded() / 10) % of the window")
        }
        let transcript = ViewportTranscript(run.events.events)
        ViewportEvidence(transcript, in: window, recorder: recorder)
            .record(pace: run.pace, ratesOver: length.ratePeriod)
    }

    // MARK: - The protocols

    /// Two slots at 60 Hz: they must pass as long as nobody is late.
    private func watchTwoSlots() throws {
        recorder.progress("two slots at 60 Hz")
        let transcript = try RealTime.run { () throws -> ViewportTranscript in
            let run = try HeadlessRun(
                "two", arguments: ["--viewport", "two-slot"], plan: plan, recorder: recorder)
            run.watch(seconds: length.twoSlots)
            return try run.end()
        }
        let torn = transcript.shared.count(where: \.isTorn)
        guard torn == 0 || RealTime.isAllowed else {
            // Only time protects two slots: where a neighbour can take it, a tear proves nothing.
            return recorder.fact(
                "two slots", "not decided: \(torn) torn pictures outside the real-time class")
        }
        record(ViewportMetric.twoSlots, transcript)
    }

    /// Three slots, a writer without a pause, and either side stopped wherever it is.
    private func watchAdversaryOfThreeSlots() throws {
        recorder.progress("three slots under the adversary")
        let run = try HeadlessRun(
            "three", arguments: HeadlessRun.unthrottled, plan: plan, recorder: recorder)
        let stops = try run.harass(seconds: length.adversary, seed: plan.seed)
        recorder.count(ViewportMetric.stops, stops)
        record(ViewportMetric.adversary, try run.end())
    }

    /// The control: what two slots do under the same adversary.
    private func watchAdversaryOfTwoSlots() throws {
        recorder.progress("two slots under the adversary")
        let run = try HeadlessRun(
            "two", arguments: HeadlessRun.unthrottled, plan: plan, recorder: recorder)
        run.watch(seconds: length.window)
        record(ViewportMetric.tornShared, try run.end())
    }

    private func record(_ metric: String, _ transcript: ViewportTranscript) {
        recorder.samples(metric, transcript.shared.map { $0.isTorn ? 1 : 0 }, unit: .count)
    }
}
