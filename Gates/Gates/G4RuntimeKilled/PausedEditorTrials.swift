internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// An editor is stopped while it waits for something that never comes: what it waits for gets its time
/// again when it goes on (platform.md#heartbeat).
///
/// What it waits for comes in none of them, so the only question is whether the editor gives up too
/// early, and no host makes it. Somebody else comes meanwhile where somebody can: without that the kernel
/// itself gives a wait its time again, whatever the editor reckons.
struct PausedEditorTrials {
    let plan: AttemptPlan
    let recorder: Recorder

    /// What the editor waits for.
    enum Wait: String, CaseIterable {
        /// A runtime that it started, and that never connects.
        case connection = "a connection"
        /// The answer of a greeted runtime to its first Echo.
        case answer = "its first Echo"
        /// The end of a runtime that it has asked to end.
        case end = "an end"

        /// How long it waits anew at the least, and less than any host takes away: of 2 s, and of 1 s.
        var least: UInt64 { self == .end ? 900_000_000 : 1_900_000_000 }
    }

    /// Longer than it waits for any of them, by more than a pause is long at the least.
    private static let pause: Duration = .milliseconds(2_500)
    /// When it stands still at the latest, in nanoseconds since it began to wait: long before it would
    /// give up.
    private static let latestStop: UInt64 = 1_500_000_000
    /// What did not follow by then never does.
    private static let latest: Duration = .seconds(7)

    /// Makes one trial.
    func run(_ wait: Wait) throws {
        switch wait {
        case .connection: try awaitConnection()
        case .answer: try awaitAnswer()
        case .end: try awaitEnd()
        }
    }

    private static let arguments = [
        "--size", "64x64", "--runtime-arg", "--hz", "--runtime-arg", "10",
    ]

    private func awaitConnection() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "paused-start", plan: plan, runtimeHold: .beforeConnect,
            arguments: Self.arguments, recorder: recorder)
        guard editor.waitForHold(RuntimePhase.beforeConnect, within: .seconds(10)) != nil,
            let spawned = editor.wait(.editor, .spawned, within: .seconds(10))
        else { throw editor.notReady(since: start) }
        judge(.connection, stop(editor, waitingSince: spawned.time), editor, until: .restarting)
        editor.signalEditor(Signals.terminate)
        _ = try editor.waitForEditor(within: .seconds(5))
        try editor.recordLeft(by: "the editor that was stopped before a connection")
    }

    private func awaitAnswer() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "paused-echo", plan: plan,
            arguments: ["--no-spawn", "--no-heartbeat", "--size", "64x64"], recorder: recorder)
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        try recorder.judging(
            late: "an editor asked a runtime nothing", wrong: "a runtime that answers nothing"
        ) {
            let peer = OwnPeer(try PassingSocket(connectingTo: path))
            let greeted = MonotonicClock.now()
            try peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
            while let frame = try peer.next(), frame.kind != .echo {}
            judge(.answer, stop(editor, waitingSince: greeted), editor, until: .peerGone)
            withExtendedLifetime(peer) {}
        }
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: .seconds(5))
        editor.removeDirectory()
    }

    private func awaitEnd() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "paused-end", plan: plan, runtimeHold: .shutdown, arguments: Self.arguments,
            recorder: recorder)
        guard editor.wait(.editor, .roundChecked, within: .seconds(10)) != nil else {
            throw editor.notReady(since: start)
        }
        let asked = editor.signalEditor(Signals.terminate)
        _ = editor.waitForHold(RuntimePhase.shutdown, within: .seconds(5))
        judge(.end, stop(editor, waitingSince: asked), editor, until: .forced)
        _ = try editor.waitForEditor(within: .seconds(5))
        try editor.recordLeft(by: "the editor that was stopped before an end")
    }

    /// Stops an editor for a while; returns when it went on, taken right before, and nil where it stood
    /// still so late that it may have given up by itself.
    private func stop(_ editor: EditorRun, waitingSince begun: UInt64) -> UInt64? {
        editor.signalEditor(Signals.stop)
        let latest = begun + Self.latestStop
        while !Ledger.isStopped(editor.editorPID), MonotonicClock.now() < latest {
            Pause.wait(.milliseconds(1))
        }
        let isInTime = MonotonicClock.now() < latest
        // Once it runs it is told at once that somebody came.
        let guest = editor.socketPath.flatMap { try? StreamSocket.connect(to: $0) }
        Pause.wait(Self.pause)
        defer { withExtendedLifetime(guest) {} }
        let continued = editor.signalEditor(Signals.continue)
        return isInTime ? continued : nil
    }

    /// Waits until an editor gives up, and asks whether it did so too early.
    private func judge(
        _ wait: Wait, _ continued: UInt64?, _ editor: EditorRun, until name: EventName
    ) {
        guard let continued else {
            return recorder.fact(
                "editor stopped before \(wait.rawValue)", "not judged: it stood still too late")
        }
        let end = editor.events.wait(until: .after(Self.latest)) {
            $0.role == .editor && $0.kind == name
        }
        guard let end else {
            return recorder.violation(
                .hang,
                "an editor that was stopped while it waited for \(wait.rawValue) did not give up "
                    + "within \(Self.latest)", span: .since(continued))
        }
        // It had something else to give up for.
        guard end.time >= continued else {
            return recorder.fact(
                "editor stopped before \(wait.rawValue)", "it had given up by then")
        }
        let waited = end.time - continued
        recorder.trial(DeathMetric.pause, holds: waited >= wait.least)
        if waited < wait.least {
            recorder.fact(
                "editor stopped before \(wait.rawValue)",
                "it gave up \(waited / 1_000_000) ms after it went on")
        }
    }
}
