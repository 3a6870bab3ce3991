internal import GateHost
internal import GateKit
internal import WeldContract

/// What a user does to a window, done by the compositor at the judge's word, and what must come of
/// it: `g6.gestures`, three trials (gates.md#gestures).
///
/// What is seen is seen by an observer of the middle of the screen, as large as a picture. One can
/// be read there only where a window in the middle shows it pixel by pixel, so at its own size; a
/// window that did not follow is put into the middle of its place by the compositor, and read on.
struct WindowGestures {
    private let run: WindowedRun
    private let stage: WindowStage
    private let path: String
    private let plan: AttemptPlan
    private let recorder: Recorder
    private let events: EventReader
    /// Whose window it is by the compositor's word: the judge's, which stands between the two
    /// (gates.md#relay).
    private let owner = ProcessEnvironment.pid

    /// How long the window has to follow.
    private static let patience: Duration = .seconds(3)
    /// After how long it is asked again.
    private static let repetition: Duration = .milliseconds(250)
    /// So many pictures of a hidden window, each of which waits 100 ms for the compositor's word
    /// (viewport.md#window), have to be presented within so long.
    private static let (hiddenPictures, hiddenPatience) = (4, Duration.seconds(2))
    /// How long the pair has to end once its window was closed.
    private static let endPatience: Duration = .seconds(5)
    /// A size above that of the pictures, in which they are enlarged and none can be read.
    private static let larger = WindowSize(width: 1000, height: 600)

    /// Prepares them; nil in a user's session, whose windows are the user's alone.
    init?(on run: WindowedRun, _ stage: WindowStage, _ plan: AttemptPlan, recorder: Recorder) {
        guard let path = stage.compositor.commandSocket else { return nil }
        self.path = path
        self.run = run
        self.stage = stage
        self.plan = plan
        self.recorder = recorder
        events = stage.events
    }

    // MARK: - Another size

    /// Gives the window the size of its pictures, a larger one, and the first again, and records
    /// whether the screen showed each; then hides it for a while.
    ///
    /// The window stands on an output larger than all of them: it has to shrink, grow and shrink.
    func resize(pictures: WindowSize) throws {
        var channel = try SwayChannel(at: path)
        var observer = try startObserver(pictures)
        defer {
            _ = try? observer.kill(Signals.terminate)
            _ = try? observer.wait(until: .after(.seconds(2)))
        }
        let isFollowing = try change(pictures, observer.pid, &channel)
        try hide(pictures, isFollowing ? observer.pid : nil, &channel)
    }

    /// Gives the window one size after the other; returns whether the screen showed each, which is
    /// recorded.
    private func change(
        _ pictures: WindowSize, _ observer: Int32, _ channel: inout SwayChannel
    ) throws -> Bool {
        let steps: [(size: WindowSize, sight: Sight)] = [
            (pictures, .whole), (Self.larger, .none), (pictures, .whole),
        ]
        for step in steps {
            let start = MonotonicClock.now()
            if try follows(step.size, step.sight, by: observer, &channel) { continue }
            try stage.checkCompositor()
            try checkObserver(observer)
            recorder.fact(
                "gesture", "a window of \(step.size.width)x\(step.size.height) was not seen")
            recorder.trial(ViewportMetric.gestures, holds: false, span: .since(start))
            return false
        }
        recorder.trial(ViewportMetric.gestures, holds: true)
        return true
    }

    // MARK: - Out of sight

    /// Puts the window where nobody sees it, and back, and records whether pictures went on in both.
    ///
    /// - Parameter observer: Who looks at it then; nil where it does not follow its size.
    private func hide(
        _ pictures: WindowSize, _ observer: Int32?, _ channel: inout SwayChannel
    ) throws {
        let start = MonotonicClock.now()
        let refusal = try channel.run("move scratchpad", ofWindow: owner)
        var count = 0
        let last = events.wait(until: .after(Self.hiddenPatience), after: newestEvent) { record in
            guard record.pid == run.editorPID, record.kind == .framePresented else { return false }
            count += 1
            return count == Self.hiddenPictures
        }
        _ = try channel.run("scratchpad show", ofWindow: owner)
        let isBack = try observer.map { try follows(pictures, .whole, by: $0, &channel) } ?? true
        if last != nil, isBack { return recorder.trial(ViewportMetric.gestures, holds: true) }
        try stage.checkCompositor()
        if let observer { try checkObserver(observer) }
        recorder.fact(
            "gesture",
            "of a hidden window \(count) pictures were presented; it was "
                + "\(isBack ? "" : "not ")seen again" + (refusal.map { "; \($0)" } ?? ""))
        recorder.trial(ViewportMetric.gestures, holds: false, span: .since(start))
    }

    /// What the observer must see of a window.
    enum Sight {
        /// Two whole pictures, one after the other.
        case whole
        /// Three captures in a row in which nothing can be read.
        case none

        /// Whether these captures, in their order, show it.
        func isShown(by captures: some Sequence<ObserverEvent>) -> Bool {
            var last: UInt32?
            var unreadable = 0
            for case .composited(_, _, let frame, let torn, _, _, _, _, let wrong) in captures {
                switch self {
                case .none:
                    unreadable = frame == nil ? unreadable + 1 : 0
                    if unreadable == 3 { return true }
                case .whole:
                    guard let frame, !torn, wrong ?? 0 == 0 else { continue }
                    if let last, frame > last { return true }
                    last = frame
                }
            }
            return false
        }
    }

    /// Asks for a size until the observer sees it; false where it does not in time.
    ///
    /// Once is not enough: a compositor lets a floating window have the size that it commits, also
    /// where that answers an older wish and the new one is still on its way.
    private func follows(
        _ size: WindowSize, _ sight: Sight, by observer: Int32, _ channel: inout SwayChannel
    ) throws -> Bool {
        let command =
            "floating enable, resize set width \(size.width) px height \(size.height) px, "
            + "move position center"
        let start = newestEvent
        let deadline = Deadline.after(Self.patience)
        while !deadline.hasPassed {
            _ = try channel.run(command, ofWindow: owner)
            let next = min(deadline, .after(Self.repetition))
            if wait(for: sight, by: observer, after: start, until: next) { return true }
        }
        return false
    }

    private func wait(
        for sight: Sight, by observer: Int32, after start: Int, until deadline: Deadline
    ) -> Bool {
        var captures: [ObserverEvent] = []
        return events.wait(until: deadline, after: start) { record in
            guard record.pid == observer, case .observer(let event) = record.event else {
                return false
            }
            captures.append(event)
            return sight.isShown(by: captures)
        } != nil
    }

    /// Starts the observer of the middle of the output.
    private func startObserver(_ size: WindowSize) throws -> ChildProcess {
        let output = WindowSize.standard
        let (x, y) = ((output.width - size.width) / 2, (output.height - size.height) / 2)
        let first = newestEvent
        let process = try RealTime.start(as: .observer) { () throws(SystemError) in
            try ObserverProcess.spawn(
                ObserverProcess.path(plan),
                ["--display", stage.socket, "--region", "\(x),\(y),\(size.width)x\(size.height)"],
                in: plan.scratchDirectory, events)
        }
        let ready = events.wait(until: .after(.seconds(10)), after: first) { [pid = process.pid] in
            $0.pid == pid && ($0.kind == .compositorReady || $0.kind == .observerFailed)
        }
        try checkObserver(process.pid)
        guard ready != nil else {
            throw ViewportFault.harness("the observer of a part of the screen was not ready")
        }
        return process
    }

    private func checkObserver(_ pid: Int32) throws {
        for case .observer(.failed(let reason)) in events.events.filter({ $0.pid == pid })
            .map(\.event)
        {
            throw ViewportFault.harness(reason)
        }
    }

    private var newestEvent: Int {
        events.drain()
        return events.events.count
    }

    // MARK: - The end

    /// Closes the window, and records whether both ended by that alone, in order, and said why.
    func close() throws {
        var channel = try SwayChannel(at: path)
        let runtime = run.stubs.first { $0.name == "runtime" }?.pid ?? 0
        let start = MonotonicClock.now()
        let refusal = try channel.run("kill", ofWindow: owner)
        let status = try run.waitForEnd(within: Self.endPatience)
        let reason = run.stopReason
        let isRuntimeLeft = status != .running && !ForeignProcess.waitForEnd(of: runtime)
        if status == .exited(ExitCode.clean), reason == Self.reason, !isRuntimeLeft {
            return recorder.trial(ViewportMetric.gestures, holds: true)
        }
        try stage.checkCompositor()
        recorder.fact(
            "gesture",
            "after its window was closed the editor is \(status), for the reason "
                + "\(reason ?? "that it did not say")\(isRuntimeLeft ? ", its runtime runs" : "")"
                + (refusal.map { "; the compositor says: \($0)" } ?? ""))
        // Only what did not come in time can be the host's.
        recorder.trial(
            ViewportMetric.gestures, holds: false,
            span: status == .running || isRuntimeLeft ? .since(start) : nil)
    }

    /// The reason that an editor gives for its end when the user closed its window.
    private static let reason = "window-closed"
}
