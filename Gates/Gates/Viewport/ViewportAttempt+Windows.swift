internal import GateKit
internal import WeldPlatform
internal import WeldViewport

extension ViewportAttempt {
    /// The contract's window: the pipeline that the device offers, nothing between it and its
    /// driver.
    ///
    /// - Parameter isLast: Whether nothing is watched after it.
    func watchWindow(on stage: WindowStage, isLast: Bool) throws {
        let part = ViewportPart.main(seconds: length.window)
        let run = try WindowedRun(part, on: stage, plan, recorder: recorder)
        stage.events.confirmSabotage(plan, recorder: recorder)
        guard let window = try watch(run, part, on: stage, isLast: isLast, stating: true) else {
            return
        }
        ViewportEvidence(run.transcript, in: window, recorder: recorder)
            .record(pace: stage.pace, ratesOver: length.ratePeriod)
    }

    /// The milestone's pipeline.
    func watchDraw(on stage: WindowStage) throws {
        let part = ViewportPart.draw(seconds: parts.draw)
        let run = try WindowedRun(part, on: stage, plan, recorder: recorder)
        guard let window = try watch(run, part, on: stage, isLast: true) else { return }
        ViewportEvidence(run.transcript, in: window, recorder: recorder).recordDraw()
    }

    /// Larger pictures, on an output of their size.
    func watchLarge(_ size: PictureSize) throws {
        let part = ViewportPart.large(size, seconds: parts.large)
        let stage = try WindowStage(plan, size: size, recorder: recorder)
        let run = try WindowedRun(part, on: stage, plan, recorder: recorder)
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
    private func watch(
        _ run: WindowedRun, _ part: ViewportPart, on stage: WindowStage, isLast: Bool,
        stating isStated: Bool = false
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
        var moment = start
        repeat {
            moment = min(moment + 1_000_000_000, window.end)
            guard try run.watch(until: moment) else { break }
            cost.note(pictures: run.presentedCount)
        } while moment < window.end
        if isStated {
            recorder.fact("cores used", use.sentence())
            state(pressure, window, cost)
        }
        if let sentence = cost.sentence {
            recorder.fact("editor's processor time, \(part.name)", sentence)
        }
        if isLast { stage.stopWatching() }
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
