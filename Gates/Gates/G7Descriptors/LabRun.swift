internal import GateHost
internal import GateKit
internal import WeldContract

/// A real editor that goes through its handles lab with a real runtime, and holds at one point.
final class LabRun {
    /// What both report.
    let events: EventReader

    private var editor: SubjectProcess
    private let phase: EditorPhase

    /// Starts the editor; the plan's sabotage goes through it to the runtime.
    init(holdingAt phase: EditorPhase, plan: AttemptPlan, recorder: Recorder) throws(SystemError) {
        self.phase = phase
        events = try EventReader(recorder: recorder)
        let forRuntime = plan.sabotageArguments(for: .runtime).flatMap { ["--runtime-arg", $0] }
        editor = try SubjectProcess(
            .editor, plan: plan,
            arguments: [
                "--headless", "--handles-lab", "--runtime", plan.runtimePath, "--hold-at",
                phase.rawValue,
            ] + forRuntime,
            events: events, recorder: recorder)
    }

    /// The runtime that was started last.
    var runtimePID: Int32? {
        events.events.lazy.compactMap {
            if case .spawned(let child) = $0.event { child } else { nil }
        }.last
    }

    /// Waits until the editor holds; false when it did not come there.
    func waitForHold(_ limit: Duration) -> Bool {
        events.wait(until: .after(limit)) { [phase] in
            $0.event == .hold(phase: phase.rawValue)
        } != nil
    }

    /// The editor's process id.
    var editorPID: Int32 { editor.pid }

    /// Lets the editor go on; what it sends next follows from that.
    func release() {
        events.drain()
        events.clock.expect(.labSent, from: .editor, notBefore: MonotonicClock.now())
        editor.signal(Signals.user2)
    }

    /// Kills the editor.
    func kill() {
        editor.signal(Signals.kill)
    }

    /// Waits for an end that was forced.
    func waitForEnd() throws(SystemError) {
        _ = try editor.wait(until: .after(.seconds(5)))
    }

    /// Waits for the end by itself; anything but exit code 0 is a violation.
    func expectCleanExit() throws(SystemError) {
        try editor.expectCleanExit(within: .seconds(10))
        events.drain()
    }
}
