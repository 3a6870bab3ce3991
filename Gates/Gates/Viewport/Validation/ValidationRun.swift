internal import GateKit
internal import WeldPlatform

/// The editor with the validation layer between it and its driver, and the judge's own ear at the
/// layer.
final class ValidationRun {
    private let run: WindowedRun
    private let settings: LayerSettings
    private let part: ViewportPart
    private let start: UInt64
    private let recorder: Recorder

    /// Starts the editor and waits for its first picture; nil where it does not come to that,
    /// which is recorded.
    init?(seconds: Int, on stage: WindowStage, _ plan: AttemptPlan, recorder: Recorder) throws {
        let part = ViewportPart.validation(seconds: seconds)
        self.part = part
        self.recorder = recorder
        settings = try LayerSettings(in: WindowedRun.directory(of: part, plan))
        run = try WindowedRun(
            part, on: stage, plan, variables: settings.variables, recorder: recorder)
        stage.events.confirmSabotage(plan, recorder: recorder)
        guard try run.waitForPicture(within: .seconds(20)) else {
            try run.end()
            return nil
        }
        start = MonotonicClock.now()
    }

    /// Watches for the rest of its time, ends it, and records what the layer said.
    func end() throws {
        _ = try run.watch(until: start + UInt64(part.seconds) * 1_000_000_000)
        try run.end()
        LayerEvidence(settings.read(), run.transcript, recorder: recorder).record()
    }
}
