internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// One death of an editor: staged until the phase is proven, then its runtime is followed to its
/// end and what is left is looked for.
struct EditorKillTrial {
    let editor: EditorRun

    let stage: Stage
    private let means: Means
    private let delayNanoseconds: UInt64
    private let name: String
    private let plan: AttemptPlan
    private let recorder: Recorder

    /// How long anything may take that takes a fraction of it.
    ///
    /// A control needs no more than to miss the limit clearly.
    private var patience: Duration { !plan.isControl ? .seconds(2) : .seconds(1) }

    init(
        _ stage: Stage, _ means: Means = .kill, delayNanoseconds: UInt64 = 0,
        as setting: DeathSetting = .plain, named name: String,
        plan: AttemptPlan, recorder: Recorder
    ) throws {
        self.stage = stage
        self.means = means
        self.delayNanoseconds = delayNanoseconds
        self.name = name
        self.plan = plan
        self.recorder = recorder
        editor = try EditorRun(
            name, plan: plan, editorHold: stage.editorHold, runtimeHold: stage.runtimeHold,
            arguments: stage == .blockedWrite ? ["--requests", "100000/s"] : setting.arguments,
            recorder: recorder)
    }

    /// Makes the trial.
    func run() throws {
        if plan.isControl { editor.events.confirmSabotage(plan, recorder: recorder) }
        let start = MonotonicClock.now()
        guard try isStaged() else {
            recorder.violation(
                .hang, "trial \(name): \(stage.name) never came", span: .since(start))
            try editor.clear()
            return
        }
        Pause.wait(until: Deadline(nanoseconds: MonotonicClock.now() + delayNanoseconds))
        let known = editor.runtimePIDs.last.flatMap { try? RuntimeHandle(pid: $0) }
        look(known)
        let killedAt = strike(known)
        let status = try editor.waitForEditor(within: .seconds(5))
        let gone = MonotonicClock.now() - killedAt
        record(editorStatus: status)
        if stage == .beforeConnect { known?.signal(Signals.user2) }
        let runtime = try known ?? orphan()
        // Ended by Shutdown, it was waited for by its editor.
        let end = means == .terminate ? nil : try follow(runtime, since: killedAt)
        editor.events.drain()
        let death = EditorDeath(
            killedAt: killedAt, editorGoneAt: killedAt + gone, end: end, editor.events.events)
        record(death)
        if means != .terminate {
            recorder.samples(DeathMetric.editorGone, [Double(gone)], unit: .nanoseconds)
            noteOutlier(death, editorGone: gone)
        }
        try recordLeft(after: death)
    }

    /// Looks at the pair right before the death: who must be there is, and nobody hands on what is
    /// not meant for a child.
    private func look(_ runtime: RuntimeHandle?) {
        editor.recordNames(DeathMetric.editorNames)
        guard runtime != nil || (!stage.needsRuntime && editor.runtimePIDs.isEmpty) else {
            return recorder.violation(
                .crash, "trial \(name): the runtime was gone before its editor was killed")
        }
        // At a random moment either may still be starting.
        guard stage.needsRuntime else { return }
        // A control's fault is in what comes with the hand-over.
        if plan.isControl { _ = editor.wait(.runtime, .framePublished, within: .seconds(2)) }
        let connected = editor.events.events.last {
            $0.role == .runtime && $0.kind == .connected
        }
        for pid in [editor.editorPID, connected?.pid].compactMap(\.self) {
            editor.recordInheritable(pid, DeathMetric.editorInheritable, of: "trial \(name)")
        }
    }

    // MARK: - Killing

    private func strike(_ runtime: RuntimeHandle?) -> UInt64 {
        switch means {
        case .kill:
            let killedAt = editor.signalEditor(Signals.kill)
            // One that shall find nobody must not find a dying editor.
            if stage.runtimeHold != nil, stage != .beforeConnect { runtime?.signal(Signals.user2) }
            return killedAt
        case .crash: return editor.signalEditor(Signals.segmentationViolation)
        case .terminate: return editor.signalEditor(Signals.terminate)
        case .bothKilled:
            let killedAt = MonotonicClock.now()
            runtime?.signal(Signals.kill)
            editor.signalEditor(Signals.kill)
            return killedAt
        }
    }

    /// A runtime that nobody reported: its editor died between starting it and saying so.
    ///
    /// Trials come one after the other, so a child that this process did not start is that runtime.
    private func orphan() throws -> RuntimeHandle? {
        let own = ProcessEnvironment.pid
        let found = Ledger.descendants(of: own).first { $0.parent == own }
        return try found.map { try RuntimeHandle(pid: $0.pid) }
    }

    /// Waits for the runtime's end; one that does not end is looked at and ended.
    private func follow(
        _ runtime: RuntimeHandle?, since killedAt: UInt64
    ) throws -> EditorDeath.RuntimeEnd? {
        guard let runtime else { return nil }
        let limit = killedAt + UInt64(patience.wholeNanoseconds)
        let (status, time) = try runtime.wait(until: Deadline(nanoseconds: limit))
        if status == .running {
            let directory = editor.directory
            TrialEvidence.keep(
                of: runtime.pid, events: editor.events.events, in: directory, recorder)
            runtime.signal(Signals.kill)
            _ = try runtime.wait(until: .after(.seconds(5)))
            // Never a GO (gates.md#rule-7). A control's fault may be just that: its times tell.
            if !plan.isControl {
                recorder.violation(
                    .hang, "trial \(name): the runtime did not end",
                    span: TimeSpan(start: killedAt, end: time))
            }
        }
        editor.events.compareEnd(of: runtime.pid, .runtime, status)
        return EditorDeath.RuntimeEnd(
            pid: runtime.pid, status: status, time: time, isItsOwn: status != .running)
    }

    // MARK: - Recording

    private func record(editorStatus status: ProcessStatus) {
        // One that has not ended hangs, as is found when it is ended; that is no wrong status.
        guard status != .running else { return }
        let holds = means.explains(status)
        recorder.trial(DeathMetric.status, holds: holds)
        if !holds { recorder.fact("editor of trial \(name)", status.description) }
    }

    private func record(_ death: EditorDeath) {
        let kind = means == .kill ? stage.name : means.rawValue
        recorder.count(DeathMetric.editorPhasePrefix + kind)
        if means == .bothKilled { return }
        let patience = UInt64(self.patience.wholeNanoseconds)
        for (metric, latency) in [
            (DeathMetric.notice, death.noticeNanoseconds(orElse: patience)),
            (DeathMetric.end, death.endNanoseconds(orElse: patience)),
        ] {
            guard let latency else { continue }
            recorder.latency(metric, kind, nanoseconds: latency, since: death.killedAt)
        }
        guard let holds = death.hasDocumentedStatus else { return }
        recorder.trial(DeathMetric.status, holds: holds)
        if !holds, let end = death.end {
            recorder.fact("runtime of trial \(name)", "\(kind): \(end.status)")
        }
    }

    /// Labels a runtime that noticed late with what the editor's own end took.
    private func noteOutlier(_ death: EditorDeath, editorGone: UInt64) {
        guard let noticed = death.noticedAt, noticed.minus(death.killedAt) > 20_000_000 else {
            return
        }
        recorder.fact(
            "late in trial \(name)",
            "\(stage.name): noticed after \(noticed.minus(death.killedAt) / 1000) us, the editor's "
                + "process had ended after \(editorGone / 1000) us")
    }

    /// Looks for what the two left; what nobody could remove is gone with the next editor's start.
    ///
    /// A runtime that had to be killed could not clean up: a hang, and nothing besides.
    private func recordLeft(after death: EditorDeath) throws {
        let isNextEditors =
            means == .bothKilled
            || (means != .terminate && (!death.wasConnected || death.editorOutlivedPatience))
        var left = try editor.leftovers(of: "trial \(name)", filesMayStay: isNextEditors)
        if isNextEditors {
            left += try leftAfterNextEditor()
            left += editor.sharedMemory
        }
        guard death.end?.isItsOwn != false else { return editor.removeDirectory() }
        recorder.strays(of: "trial \(name)")
        recorder.count(DeathMetric.left, left.count)
        for thing in left { recorder.fact("left by trial \(name)", thing) }
        editor.removeDirectory()
    }

    private func leftAfterNextEditor() throws -> [String] {
        let start = MonotonicClock.now()
        let next = try EditorRun(name, plan: plan, recorder: recorder)
        guard let socket = next.wait(.editor, .listening, within: .seconds(5)) else {
            recorder.violation(
                .hang, "trial \(name): the next editor did not listen within 5 s",
                span: .since(start))
            try next.clear()
            return []
        }
        let left = next.files.filter { socket.event != .listening(path: $0) }
        next.signalEditor(Signals.terminate)
        // Asked before its runtime was greeted, it may have to end it by a signal.
        _ = try next.waitForEditor(within: patience)
        return try left + next.leftovers(of: "the editor after trial \(name)")
    }
}

// How an editor is brought to where it shall die.
extension EditorKillTrial {
    /// How the editor dies.
    enum Means: String, CaseIterable {
        case kill
        /// SIGSEGV: a crash of the editor itself.
        case crash
        /// SIGTERM: it ends its runtime and itself.
        case terminate
        /// The runtime is killed in the same moment.
        case bothKilled = "both-killed"

        /// Whether an editor that is killed so ends with this status, by the judge's own reading;
        /// another one was its own doing.
        func explains(_ status: ProcessStatus) -> Bool {
            switch (self, status) {
            case (.terminate, .exited(let code)): code == ExitCode.clean.documented
            case (.kill, .signalled(let number, _)), (.bothKilled, .signalled(let number, _)):
                number == Signals.kill
            case (.crash, .signalled(let number, _)): number == Signals.segmentationViolation
            default: false
            }
        }
    }

    /// Where the editor is when it dies.
    enum Stage: Equatable {
        /// One of the nine phases, or any moment.
        case phase(DeathPhase)
        /// All is well, and nobody holds.
        case serving
        /// Before it started a runtime.
        case beforeSpawn
        /// Its runtime is started and not connected.
        case beforeConnect
        /// It reads no replies, and its runtime has bytes that nobody takes.
        case blockedWrite

        /// The name in series and milestones.
        var name: String {
            switch self {
            case .phase(let phase): phase.name
            case .serving: "serving"
            case .beforeSpawn: EditorPhase.beforeSpawn.rawValue
            case .beforeConnect: RuntimePhase.beforeConnect.rawValue
            case .blockedWrite: "blocked-write"
            }
        }

        /// Whether a runtime was certainly started.
        var needsRuntime: Bool { self != .beforeSpawn && self != .phase(.random) }

        /// The phase at which the editor holds.
        var editorHold: EditorPhase? {
            switch self {
            case .phase(let phase): phase.ofEditor
            case .beforeSpawn: .beforeSpawn
            case .serving, .beforeConnect: nil
            case .blockedWrite: .deaf
            }
        }

        /// The phase at which its runtime holds, until the editor is dead.
        var runtimeHold: RuntimePhase? {
            switch self {
            case .phase(.drawing): .drawing
            case .phase(.published): .published
            case .beforeConnect: .beforeConnect
            default: nil
            }
        }
    }

    /// Brings both to the stage, with proof; false when they did not come there.
    func isStaged() throws -> Bool {
        let limit = Duration.seconds(5)
        switch stage {
        case .phase(.random): return true
        case .serving: return editor.wait(.editor, .roundChecked, within: limit) != nil
        case .phase(.afterRestart):
            guard editor.wait(.editor, .frameRead, within: limit) != nil,
                let first = editor.runtimePIDs.first
            else { return false }
            try RuntimeHandle(pid: first).signal(Signals.kill)
            return editor.wait(.editor, .restarted, within: limit) != nil
        case .phase(.shutdown):
            guard editor.wait(.editor, .roundChecked, within: limit) != nil else { return false }
            editor.signalEditor(Signals.terminate)
        default: break
        }
        if let phase = stage.runtimeHold {
            return editor.waitForHold(phase, within: limit) != nil
        }
        guard let phase = stage.editorHold,
            editor.waitForHold(phase, within: limit) != nil
        else { return false }
        return stage != .blockedWrite || editor.wait(.runtime, .sendBlocked, within: limit) != nil
    }
}
