internal import GateHost
internal import GateKit
internal import WeldContract

/// A runtime that connects while its editor does not run, and dies before it was accepted: its
/// connection must not be taken for its successor's (platform.md#life).
struct BacklogTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)

    /// Makes the trial: one death, which the editor mends.
    func run() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "backlog", plan: plan, runtimeHold: .beforeConnect,
            arguments: ["--size", "64x64"], recorder: recorder)
        guard editor.waitForHold(RuntimePhase.beforeConnect, within: .seconds(10)) != nil,
            let first = editor.runtimePIDs.first
        else { throw editor.notReady(since: start) }
        let victim = try RuntimeHandle(pid: first)
        editor.signalEditor(Signals.stop)
        victim.signal(Signals.user2)
        let connected = MonotonicClock.now()
        guard editor.wait(.runtime, .connected, within: Self.patience) != nil else {
            recorder.violation(
                .hang, "a runtime did not connect to an editor that listens",
                span: .since(connected))
            try editor.clear()
            return
        }
        victim.signal(Signals.kill)
        editor.signalEditor(Signals.continue)
        let killed = MonotonicClock.now()
        let end = editor.events.wait(until: .after(Self.patience)) {
            $0.role == .editor && ($0.kind == .restarted || $0.kind == .exiting)
        }
        let isMended = end?.kind == .restarted
        if end == nil {
            recorder.violation(
                .hang, "an editor whose runtime died unheard had not recovered after 5 s",
                span: .since(killed))
        } else {
            recorder.trial(DeathMetric.succession, holds: isMended)
            if !isMended {
                recorder.fact("unheard runtime", "one death ended its editor")
            }
        }
        withExtendedLifetime(victim) {}
        editor.signalEditor(Signals.terminate)
        _ = try editor.waitForEditor(within: Self.patience)
        try editor.recordLeft(by: "the unheard runtime")
    }
}
