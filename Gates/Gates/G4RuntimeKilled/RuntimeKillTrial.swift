internal import GateHost
internal import GateKit
internal import WeldContract

internal import struct GateHost.LedgerDifference

/// One kill of a runtime: staged until the phase is proven, then followed to its end.
struct RuntimeKillTrial {
    let editor: EditorRun

    private let kill: PlannedKill
    private let name: String
    private let baseline: EditorRoles
    private let recorder: Recorder

    init(
        _ kill: PlannedKill, _ name: String, as setting: DeathSetting = .plain, plan: AttemptPlan,
        baseline: EditorRoles, recorder: Recorder
    ) throws {
        self.kill = kill
        self.name = name
        self.baseline = baseline
        self.recorder = recorder
        editor = try EditorRun(
            name, plan: plan, runtimeHold: kill.phase.ofRuntime, arguments: setting.arguments,
            recorder: recorder)
    }

    /// Makes the trial.
    func run() throws {
        let start = MonotonicClock.now()
        guard let victim = try stage() else {
            recorder.violation(
                .hang, "trial \(name): the phase \(kill.phase.name) never came",
                span: .since(start))
            return
        }
        Pause.wait(until: Deadline(nanoseconds: MonotonicClock.now() + kill.delayNanoseconds))
        switch kill.phase {
        case .shutdown:
            let death = strike(victim) { $0.exitCode != nil }
            record(death, isLast: true)
            try recordEnd(expected: .peerDiedTwice, DeathMetric.editorEnd)
        case .afterRestart:
            try killTwice(victim)
        default:
            let earlier = RegionView(of: editor.editorPID)
            let death = strike(victim) { $0.isRecovered || $0.exitCode != nil }
            record(death, isLast: false)
            guard death.isRecovered || death.exitCode != nil else { return try giveUp(death) }
            // One that ended instead is told by how it ended.
            if death.exitCode == nil {
                recordSuccession(death, epoch: 2, after: earlier)
                recordLedger()
            }
            try recordEnd(expected: .clean, DeathMetric.editorEnd, asks: true)
        }
    }

    // MARK: - Staging

    /// Brings the runtime to the phase and returns its pid; nil when it did not come there.
    private func stage() throws -> Int32? {
        let limit = Duration.seconds(5)
        switch kill.phase {
        case .random:
            guard case .spawned(let child) = editor.wait(.editor, .spawned, within: limit)?.event
            else { return nil }
            return child
        case .afterRestart:
            guard editor.wait(.editor, .frameRead, within: limit) != nil else { return nil }
            return editor.runtimePIDs.first
        case .shutdown:
            guard editor.wait(.editor, .roundChecked, within: limit) != nil else { return nil }
            editor.signalEditor(Signals.terminate)
        default: break
        }
        return kill.phase.ofRuntime.flatMap { editor.waitForHold($0, within: limit)?.pid }
    }

    /// The first death is mended as any; the second comes as soon as it is.
    private func killTwice(_ first: Int32) throws {
        let death = strike(first) { $0.recoveredAt != nil || $0.exitCode != nil }
        record(death, isLast: true)
        recordRecovery(death)
        guard death.recoveredAt != nil || death.exitCode != nil else { return try giveUp(death) }
        guard death.recoveredAt != nil, let second = editor.runtimePIDs.last, second != first else {
            recorder.trial(DeathMetric.secondDeath, holds: false)
            return
        }
        let end = strike(second, earlierDeaths: 1) { $0.exitCode != nil || $0.wasReplaced }
        recordDetection(end)
        guard !end.wasReplaced else {
            recorder.trial(DeathMetric.secondDeath, holds: false)
            return recorder.fact("end of trial \(name)", "a third runtime was started")
        }
        try recordEnd(expected: .peerDiedTwice, DeathMetric.secondDeath)
    }

    /// Ends an editor that is still busy with the death: how it ends and what it holds says nothing
    /// then, and that it hangs is recorded.
    private func giveUp(_ death: RuntimeDeath) throws {
        recorder.violation(
            .hang,
            "trial \(name): the editor had not recovered after \(G4Attempt.patience)",
            span: .since(death.killedAt))
        editor.signalEditor(Signals.terminate)
        _ = try editor.waitForEditor(within: G4Attempt.patience)
    }

    // MARK: - Killing

    /// Kills a runtime and follows the editor until it is done.
    private func strike(
        _ victim: Int32, earlierDeaths: Int = 0, until isDone: (RuntimeDeath) -> Bool
    ) -> RuntimeDeath {
        let handle = try? RuntimeHandle(pid: victim)
        editor.recordNames(DeathMetric.runtimeNames)
        if handle == nil {
            recorder.violation(
                .crash, "trial \(name): the runtime (pid \(victim)) was gone before it was killed")
        }
        let killedAt = MonotonicClock.now()
        handle?.signal(Signals.kill)
        var death = RuntimeDeath(
            victim: victim, killedAt: killedAt, earlierDeaths: earlierDeaths)
        _ = editor.events.wait(until: .after(G4Attempt.patience)) { event in
            death.note(event)
            return isDone(death)
        }
        return death
    }

    // MARK: - Recording

    private func record(_ death: RuntimeDeath, isLast: Bool) {
        recorder.count(DeathMetric.runtimePhasePrefix + kill.phase.name)
        recordDetection(death)
        if isLast { return }
        recordRecovery(death)
        recordLatency(DeathMetric.move, of: death, death.movedAt)
    }

    private func recordDetection(_ death: RuntimeDeath) {
        if let isRight = death.wasRead(as: .signalled(number: Signals.kill, coreDumped: false)) {
            recorder.trial(DeathMetric.reading, holds: isRight)
            if !isRight {
                recorder.fact(
                    "reading of trial \(name)",
                    "\(death.reading ?? "nothing") instead of signalled(\(Signals.kill))")
            }
        }
        recordLatency(DeathMetric.detect, of: death, death.noticedAt)
    }

    private func recordRecovery(_ death: RuntimeDeath) {
        recordLatency(DeathMetric.recover, of: death, death.recoveredAt)
    }

    /// Records a latency; what never happened counts with the time that was waited for it, and a
    /// fact says so.
    private func recordLatency(_ metric: String, of death: RuntimeDeath, _ time: UInt64?) {
        if time == nil {
            recorder.fact(
                "never happened", "\(metric) of trial \(name), phase \(kill.phase.name)")
        }
        let patience = UInt64(G4Attempt.patience.wholeNanoseconds)
        recorder.latency(
            metric, kill.phase.name,
            nanoseconds: time.map { $0.minus(death.killedAt) } ?? patience, since: death.killedAt)
    }

    /// Compares the editor's word for its new runtime with what the judge finds itself.
    private func recordSuccession(_ death: RuntimeDeath, epoch: UInt32, after earlier: RegionView?)
    {
        guard let successor = death.successor else { return }
        let pair = PairView(
            editor: editor.editorPID, runtime: successor, parent: editor.editorPID,
            predecessor: death.victim, socket: editor.socketPath)
        let before = (1..<epoch).map { earlier?.newest(ofWriter: $0) ?? 0 }.reduce(0, max)
        let found = pair.contradictions(epoch: epoch, after: before)
        recorder.trial(DeathMetric.succession, holds: found.isEmpty)
        for sentence in found { recorder.fact("succession of trial \(name)", sentence) }
        for pid in [editor.editorPID, successor] {
            editor.recordInheritable(pid, DeathMetric.runtimeInheritable, of: "trial \(name)")
        }
    }

    private func recordLedger() {
        let start = MonotonicClock.now()
        guard
            let difference = EditorRoles.settledDifference(of: editor.editorPID, since: baseline)
        else {
            return recorder.violation(
                .crash, "trial \(name): the editor was gone when what it holds was compared")
        }
        recorder.trial(
            DeathMetric.runtimeLedger, holds: difference.isEmpty, span: .since(start))
        if !difference.isEmpty {
            recorder.fact("editor after trial \(name)", difference.sentence)
        }
    }

    private func recordEnd(expected: ExitCode, _ metric: String, asks: Bool = false) throws {
        let status = try editor.recordEnd(
            as: expected, metric, of: "trial \(name), phase \(kill.phase.name)",
            within: G4Attempt.patience, asks: asks)
        if status == .exited(.clean), expected == .clean { recordPlannedEnd() }
    }

    /// A runtime that was asked to end and did ended with 0, and its editor read that.
    private func recordPlannedEnd() {
        editor.events.drain()
        let last = editor.events.events.last { $0.kind == .reaped }
        var reading = "nothing"
        if case .reaped(_, let status) = last?.event { reading = status }
        let isRight = ProcessStatus.exited(.clean).isSpelled(reading)
        recorder.trial(DeathMetric.reading, holds: isRight)
        if !isRight {
            recorder.fact("reading of trial \(name)", "\(reading) instead of exited(0)")
        }
    }
}
