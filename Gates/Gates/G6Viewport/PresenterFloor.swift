internal import GateHost
internal import GateKit
internal import WeldContract

/// What compositor, observer and host can show of a presenter of the judge's own, before any window
/// of the judged (credibility.md#capacity).
///
/// It has the subjects' scheduling rank, their size of picture and their rate, and none of their
/// code.
struct PresenterFloor {
    private let stage: WindowStage
    private let plan: AttemptPlan
    private let recorder: Recorder

    /// Seconds that are judged.
    private static let seconds = 2
    /// Nanoseconds of its start that are not: first touch, and the window's size.
    private static let settling: UInt64 = 300_000_000
    /// How long it may take to its first picture.
    private static let patience: Duration = .seconds(3)

    init(on stage: WindowStage, _ plan: AttemptPlan, recorder: Recorder) {
        self.stage = stage
        self.plan = plan
        self.recorder = recorder
    }

    /// Runs the presenter, records its pictures, and returns how many were shown a second.
    ///
    /// Where nothing of it is shown, a fact says so, and nil is returned.
    ///
    /// Throws where the compositor ends: nothing can be judged then.
    @discardableResult
    func run() throws -> Double? {
        recorder.progress("a presenter of the judge's own: what the host can carry")
        let first = stage.events.events.count
        var process: ChildProcess
        do {
            process = try start()
        } catch {
            recorder.fact(
                "capacity", "not measured: no presenter could be started (\(error))")
            return nil
        }
        let (own, window) = watch(process.pid, since: first)
        _ = try? process.kill(Signals.terminate)
        let status = try? process.wait(until: .after(.seconds(2)))
        try stage.checkCompositor()
        guard let window, status == .exited(.clean) else {
            recorder.fact("capacity", "not measured: \(reason(process.pid, since: first))")
            return nil
        }
        waitForBlank()
        return record(ViewportTranscript(own), in: window)
    }

    private func start() throws -> ChildProcess {
        let size = WindowSize.standard
        return try ObserverProcess.spawn(
            ObserverProcess.path(plan),
            ["--present", "--display", stage.socket, "--size", "\(size.width)x\(size.height)"]
                + (stage.isHeadless ? [] : ["--fullscreen"]),
            in: plan.scratchDirectory, stage.events)
    }

    /// Takes events until enough was seen; the window is nil where no picture was shown.
    private func watch(_ pid: Int32, since first: Int) -> (own: [EventRecord], window: TimeSpan?) {
        let shown = stage.events.wait(until: .after(Self.patience), after: first) { record in
            if case .observer(.composited(_, _, .some, _, _, _, _, _, _)) = record.event {
                return true
            }
            return record.pid == pid && record.kind == .observerFailed
        }
        guard shown?.kind == .composited else { return ([], nil) }
        let start = MonotonicClock.now() + Self.settling
        let window = TimeSpan(start: start, end: start + UInt64(Self.seconds) * 1_000_000_000)
        _ = stage.events.wait(
            until: Deadline(nanoseconds: window.end), after: stage.events.events.count
        ) { $0.pid == pid && $0.kind == .observerFailed }
        return (Array(stage.events.events[first...]), window)
    }

    /// Waits until its window is gone from the screen, so that no picture of it passes for one of
    /// the next window's.
    private func waitForBlank() {
        _ = stage.events.wait(until: .after(.milliseconds(200)), after: stage.events.events.count) {
            guard case .observer(.composited(_, _, let frame, _, _, _, _, _, _)) = $0.event else {
                return false
            }
            return frame == nil
        }
    }

    private func reason(_ pid: Int32, since first: Int) -> String {
        let own = stage.events.events[first...].filter { $0.pid == pid }
        for case .observer(.failed(let reason)) in own.map(\.event) { return reason }
        return "the compositor showed no picture of the judge's presenter"
    }

    private func record(_ transcript: ViewportTranscript, in window: TimeSpan) -> Double {
        let rate = Double(transcript.distinctShown(in: window)) / Double(Self.seconds)
        recorder.samples(CapacityMetric.viewportRate, [rate], unit: .perSecond, span: window)
        for age in transcript.agesWhenShown(in: window) {
            recorder.samples(
                CapacityMetric.viewportShown, [age.value], unit: .nanoseconds, span: age.span)
        }
        for age in transcript.agesAtReplacement(in: window) {
            recorder.samples(
                CapacityMetric.viewportAge, [age.value], unit: .nanoseconds, span: age.span)
        }
        return rate
    }
}
