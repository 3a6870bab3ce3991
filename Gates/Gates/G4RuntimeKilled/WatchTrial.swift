internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// A pair whose events nobody reads any more, as after the death of a harness: both end by
/// themselves (contract.md#events).
struct WatchTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)

    /// Starts a pair, reads until the runtime has drawn, and stops reading.
    func run() throws {
        let start = MonotonicClock.now()
        let directory = "\(plan.scratchDirectory)/watched"
        try ScratchDirectory.make(directory)
        var events: PipeEnds? = try PipeEnds()
        guard let number = events?.writeEnd.rawValue else { return }
        var editor = try SubjectProcess(
            .editor, plan: plan,
            arguments: [
                "--headless", "--seconds", "600", "--runtime", plan.runtimePath, "--size",
                "320x180",
            ], eventsDescriptor: number, runtimeDirectory: directory, recorder: recorder)
        let runtime = try awaitRuntime(of: editor.pid, since: start)
        let left = MonotonicClock.now()
        events = nil
        let status = try editor.wait(until: .after(Self.patience))
        switch status {
        case .exited(code: ExitCode.watchdog.documented): break
        case .running:
            recorder.violation(
                .hang, "an editor went on for \(Self.patience) although nobody read its events",
                span: .since(left))
            editor.signal(Signals.kill)
            _ = try editor.wait(until: .after(Self.patience))
        default:
            recorder.violation(
                .misbehaviour,
                "an editor whose events nobody read ended with \(status) instead of 16")
        }
        guard let runtime else { return }
        // It saw either first: that nobody reads, or that its editor is gone, before it was
        // connected perhaps.
        let end: ProcessStatus
        do throws(SystemError) {
            (end, _) = try runtime.wait(until: .after(Self.patience))
        } catch {
            // ECHILD: its editor has waited for it already, so it has ended.
            guard error.code == 10 else { throw error }
            return
        }
        switch end {
        case .exited(code: ExitCode.watchdog.documented),
            .exited(code: ExitCode.clean.documented),
            .exited(code: ExitCode.connection.documented):
            break
        case .running:
            recorder.violation(
                .hang, "a runtime whose events nobody read did not end within \(Self.patience)",
                span: .since(left))
            runtime.signal(Signals.kill)
        default:
            recorder.violation(
                .misbehaviour, "a runtime whose events nobody read ended with \(end)")
        }
    }

    /// Waits until the editor has a child.
    private func awaitRuntime(of editor: Int32, since start: UInt64) throws -> RuntimeHandle? {
        let deadline = Deadline.after(.seconds(10))
        while !deadline.hasPassed {
            if let child = Ledger.descendants(of: editor).first(where: { $0.parent == editor }) {
                return try RuntimeHandle(pid: child.pid)
            }
            Pause.wait(.milliseconds(5))
        }
        recorder.violation(
            .hang, "an editor had not started its runtime after 10 s", span: .since(start))
        return nil
    }
}
