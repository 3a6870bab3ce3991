internal import GateHost
internal import GateKit
internal import WeldContract

/// A stranger connects where an editor awaits the runtime that it started: it is turned away however
/// well it greets, and the runtime is served (platform.md#identity).
struct StrangerTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)

    /// Makes the trial; the stranger is the judge itself.
    func run() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "stranger", plan: plan, runtimeHold: .beforeConnect, arguments: ["--size", "64x64"],
            recorder: recorder)
        guard editor.waitForHold(RuntimePhase.beforeConnect, within: .seconds(10)) != nil,
            let runtime = editor.runtimePIDs.first, let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        try recorder.judging(
            late: "an editor did not turn a stranger away", wrong: "a stranger at an editor"
        ) {
            let stranger = OwnPeer(try PassingSocket(connectingTo: path))
            // Its socket may be gone before the first byte.
            try? stranger.send(OwnFrame.hello(engine: "stranger", takesHandoff: true).bytes)
            guard try stranger.next() == nil else {
                throw OwnPeer.Failure.wrong("it was served in the runtime's place")
            }
        }
        // Held until the trial is over: a handle that is dropped takes its process along.
        let handle = try RuntimeHandle(pid: runtime)
        defer { withExtendedLifetime(handle) {} }
        handle.signal(Signals.user2)
        let released = MonotonicClock.now()
        if editor.wait(.editor, .roundChecked, within: Self.patience) == nil {
            recorder.violation(
                .hang, "after a stranger an editor did not serve its own runtime",
                span: .since(released))
        }
        try editor.recordEnd(
            DeathMetric.editorEnd, of: "the editor with a stranger", within: Self.patience)
        for disturbance in StubLives.disturbances(in: editor.events.events).prefix(1) {
            recorder.violation(.misbehaviour, "after a stranger at an editor, \(disturbance)")
        }
        try editor.recordLeft(by: "the editor with a stranger")
    }
}
