internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// Another process's socket stands at an editor's path when the editor ends: neither of the two may
/// remove it (platform.md#transport).
struct SwapTrial {
    /// How the editor ends.
    enum Ending: String, CaseIterable {
        /// It is asked to: it removes its own socket, which stands elsewhere by then.
        case asked
        /// It is killed: its runtime removes what it left.
        case killed
    }

    private let ending: Ending
    private let name: String
    private let plan: AttemptPlan
    private let recorder: Recorder

    private static let patience: Duration = .seconds(5)

    init(_ ending: Ending, _ name: String, plan: AttemptPlan, recorder: Recorder) {
        self.ending = ending
        self.name = name
        self.plan = plan
        self.recorder = recorder
    }

    /// Makes the trial.
    func run() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(name, plan: plan, recorder: recorder)
        guard editor.wait(.editor, .roundChecked, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        editor.events.confirmSabotage(plan, recorder: recorder)
        // Moved and not removed: its number must not be given to the one that takes its place.
        try SpecialFile.rename(path, to: "\(path).moved")
        let socket = try StreamSocket.make()
        try StreamSocket.bind(socket.rawValue, to: path)
        let own = try DescriptorFacts.at(path)
        switch ending {
        case .asked: try endEditor(editor)
        case .killed: try killEditor(editor)
        }
        let stands = try DescriptorFacts.at(path)
        let isLeft = own?.inode == stands?.inode && own?.device == stands?.device
        recorder.trial(DeathMetric.swap, holds: isLeft)
        if !isLeft {
            recorder.fact("swap \(name)", "another's socket was removed, the editor \(ending)")
        }
        recorder.hangs(try editor.clear(), of: "swap \(name)")
        editor.removeDirectory()
    }

    private func endEditor(_ editor: EditorRun) throws {
        try editor.recordEnd(DeathMetric.status, of: "swap \(name)", within: Self.patience)
    }

    private func killEditor(_ editor: EditorRun) throws {
        guard let pid = editor.runtimePIDs.last else {
            throw SubjectFailure(.misbehaviour, "swap \(name): the editor names no runtime")
        }
        let runtime = try RuntimeHandle(pid: pid)
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: Self.patience)
        // What it removes it has removed when it has ended; that it does not is found afterwards.
        let (status, _) = try runtime.wait(until: .after(Self.patience))
        if status != .running {
            recorder.trial(DeathMetric.status, holds: status == .exited(.clean))
            editor.events.compareEnd(of: pid, .runtime, status)
        }
    }
}
