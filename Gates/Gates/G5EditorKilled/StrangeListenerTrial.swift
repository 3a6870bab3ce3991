internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// Somebody else of the same user listens where a runtime's editor should: while the editor lives the
/// runtime says nothing and ends with 11, and of a dead editor's path it greets who is there
/// (platform.md#identity).
struct StrangeListenerTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Who is named as the editor, while the judge listens.
    enum Named: String, CaseIterable {
        /// A process that lives, and is not who listens.
        case living
        /// One that has ended, and that nobody has waited for.
        case zombie
    }

    /// Makes one trial.
    func run(_ named: Named) throws {
        let zombie = named == .zombie ? try DeadProcess() : nil
        let parent = Ledger.process(ProcessEnvironment.pid)?.parent
        guard let editor = zombie?.pid ?? parent, editor > 0 else {
            return recorder.fact("strange listener", "not tried: this process has no parent here")
        }
        let listener = try OwnEditor(
            "strange-\(named.rawValue)", plan: plan, editor: editor, recorder: recorder)
        try recorder.judging(
            late: "a runtime whose editor was another, a \(named.rawValue) process, did not answer",
            wrong: "a runtime whose editor was another, a \(named.rawValue) process"
        ) {
            let peer = try listener.accept()
            let hello = try peer.next()
            guard named == .living else {
                if hello?.kind == .hello { return }
                throw OwnPeer.Failure.wrong("it did not greet who listens")
            }
            if hello != nil { throw OwnPeer.Failure.wrong("it greeted who listens") }
            let ended = MonotonicClock.now()
            switch try listener.wait() {
            case .running: throw OwnPeer.Failure.late(since: ended)
            case .exited(code: ExitCode.connection.documented): break
            case let status:
                throw OwnPeer.Failure.wrong("it ended with \(status) instead of 11")
            }
        }
        try listener.kill()
        withExtendedLifetime(zombie) {}
    }
}
