internal import GateKit
internal import WeldContract
internal import WeldPlatform

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
