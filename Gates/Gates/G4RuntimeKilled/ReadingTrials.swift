internal import GateHost
internal import GateKit
internal import WeldContract

/// Runtimes that end otherwise than by SIGKILL: a crash, a request to end, a start that fails.
///
/// Whether their editor reads each end as what it was (gates.md#rule-8).
///
/// Their times are nobody's question: what a crash costs the machine is not the editor's.
struct ReadingTrials {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)

    /// Makes the trials, so many rounds of them.
    func run(rounds: Int) throws {
        for round in 0..<rounds {
            for signal in [Signals.segmentationViolation, Signals.terminate] {
                try end("e\(round)-\(signal)", by: signal)
            }
            try interrupt("e\(round)-keyboard")
            try fail("e\(round)-start")
        }
    }

    /// A served runtime gets a signal that ends it.
    private func end(_ name: String, by signal: Int32) throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(name, plan: plan, recorder: recorder)
        guard editor.wait(.editor, .roundChecked, within: .seconds(10)) != nil,
            let victim = editor.runtimePIDs.first
        else { throw editor.notReady(since: start) }
        let killedAt = MonotonicClock.now()
        // Held until its end was read: a handle that is dropped kills, and a process that is killed
        // while it crashes has died of the kill.
        let runtime = try RuntimeHandle(pid: victim)
        runtime.signal(signal)
        var death = RuntimeDeath(victim: victim, killedAt: killedAt)
        _ = editor.events.wait(until: .after(Self.patience)) { event in
            death.note(event)
            return death.recoveredAt != nil || death.exitCode != nil
        }
        let isServing = death.recoveredAt != nil
        if !isServing, death.exitCode == nil {
            recorder.violation(
                .hang, "trial \(name): the editor had not recovered after \(Self.patience)",
                span: .since(killedAt))
        }
        if let isRight = death.wasRead(as: .signalled(number: signal, coreDumped: false)) {
            record(name, isRight, death.reading ?? "nothing", "signalled(\(signal))")
        }
        withExtendedLifetime(runtime) {}
        if isServing {
            try editor.recordEnd(
                DeathMetric.editorEnd, of: "trial \(name)", within: Self.patience)
        } else {
            editor.signalEditor(Signals.terminate)
            _ = try editor.waitForEditor(within: Self.patience)
        }
        try clear(editor, name)
    }

    /// Both get what a keyboard sends to both: it asks the editor to end, and is none of its runtime's
    /// (platform.md#life).
    private func interrupt(_ name: String) throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(name, plan: plan, recorder: recorder)
        guard editor.wait(.editor, .roundChecked, within: .seconds(10)) != nil,
            let victim = editor.runtimePIDs.first
        else { throw editor.notReady(since: start) }
        let runtime = try RuntimeHandle(pid: victim)
        runtime.signal(Signals.interrupt)
        editor.signalEditor(Signals.interrupt)
        try editor.recordEnd(
            DeathMetric.editorEnd, of: "trial \(name)", within: Self.patience, asks: false)
        editor.events.drain()
        let killed = ProcessStatus.signalled(number: Signals.interrupt, coreDumped: false)
        let isKilled = editor.events.events.contains { record in
            guard case .reaped(_, let status) = record.event else { return false }
            return killed.isSpelled(status)
        }
        if isKilled {
            recorder.violation(
                .misbehaviour, "trial \(name): an interrupt from the keyboard killed a runtime")
        }
        withExtendedLifetime(runtime) {}
        try clear(editor, name)
    }

    /// Both runtimes end at once, with the code of bad arguments: the editor's own end follows.
    private func fail(_ name: String) throws {
        let editor = try EditorRun(
            name, plan: plan, arguments: ["--runtime-arg", "--no-such-option"], recorder: recorder)
        let status = try editor.waitForEditor(within: Self.patience)
        editor.events.drain()
        let readings = editor.events.events.compactMap { record in
            if case .reaped(_, let status) = record.event { status } else { nil }
        }
        if status != .running {
            let expected = ProcessStatus.exited(.arguments)
            record(
                name, readings.count == 2 && readings.allSatisfy(expected.isSpelled),
                readings.isEmpty ? "nothing" : readings.joined(separator: ", "),
                "twice \(expected)")
            recorder.trial(DeathMetric.editorEnd, holds: status == .exited(.peerDiedTwice))
            if status != .exited(.peerDiedTwice) {
                recorder.fact(
                    "end of trial \(name)", "\(status) instead of exited(15)")
            }
        }
        try clear(editor, name)
    }

    private func record(_ name: String, _ isRight: Bool, _ reading: String, _ expected: String) {
        recorder.trial(DeathMetric.reading, holds: isRight)
        if !isRight {
            recorder.fact("reading of trial \(name)", "\(reading) instead of \(expected)")
        }
    }

    private func clear(_ editor: EditorRun, _ name: String) throws {
        try editor.recordLeft(by: "trial \(name)")
    }
}
