internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// A stub that reports to nobody, as a user starts it, and whose peer is gone when it writes.
///
/// Whoever writes events has reason to ignore the signal of a broken pipe, and a stub without them
/// has not: its transport alone must not be killed by it (platform.md).
struct UnheardTrial {
    private let role: SubjectRole
    private let plan: AttemptPlan
    private let recorder: Recorder

    private static let patience: Duration = .seconds(5)
    /// More frames than are answered before the first answer meets nobody.
    private static let requests = 100

    /// - Parameter role: Who is started.
    init(_ role: SubjectRole, plan: AttemptPlan, recorder: Recorder) {
        self.role = role
        self.plan = plan
        self.recorder = recorder
    }

    /// Starts the stub, greets it as its peer, vanishes while it is stopped, and waits for its end.
    ///
    /// - Parameter hasUnread: Whether something that a runtime sent is unread then, so that its next
    ///   write meets a reset; else it meets a broken pipe, and both only say that its editor is gone.
    func run(leavingUnread hasUnread: Bool = false) throws {
        try recorder.judging(
            late: "an unheard \(role.rawValue) did not answer",
            wrong: "an unheard \(role.rawValue)"
        ) {
            switch role {
            case .runtime: try leaveRuntime(hasUnread)
            case .editor: try leaveEditor()
            }
        }
    }

    /// The runtime's answers meet nobody: its editor is gone, which ends it with 0.
    private func leaveRuntime(_ hasUnread: Bool) throws {
        let editor = try OwnEditor(
            "unheard-\(hasUnread)", plan: plan, editor: try DeadProcess.pid(), recorder: recorder)
        var peer: OwnPeer? = try editor.greet()
        let body = [UInt8](repeating: 7, count: 64)
        if hasUnread {
            let echo = OwnFrame(kind: .echo, number: UInt32(Self.requests) + 1, body: body).bytes
            try peer?.send(echo)
            _ = peer?.holds(echo.count, within: Self.patience)
        }
        editor.signal(Signals.stop)
        if !hasUnread, let peer { try empty(peer, of: editor.pid) }
        for number in 1...UInt32(Self.requests) {
            try peer?.send(OwnFrame(kind: .echo, number: number, body: body).bytes)
        }
        peer = nil
        editor.signal(Signals.continue)
        try editor.expectCleanExit()
        // It has not the name of an editor's socket, whatever became of the editor.
        if try DescriptorFacts.at(editor.path)?.kind != .socket {
            recorder.violation(
                .misbehaviour, "a runtime removed a socket whose name is no editor's")
        }
    }

    /// Reads all that a stopped process has sent, as soon as every thread of it stands still.
    private func empty(_ peer: OwnPeer, of pid: Int32) throws {
        let deadline = Deadline.after(Self.patience)
        while !Ledger.isStopped(pid), !deadline.hasPassed { Pause.wait(.milliseconds(1)) }
        while try peer.wait(.readable, until: .immediately), !peer.hasEnded { try peer.bite() }
    }

    /// The editor's requests meet nobody: it is asked to end afterwards, and no signal has done so
    /// before.
    private func leaveEditor() throws {
        let path = "\(plan.scratchDirectory)/unheard.sock"
        let start = MonotonicClock.now()
        var process = try SubjectProcess(
            .editor, plan: plan,
            arguments: [
                "--headless", "--no-spawn", "--seconds", "600", "--socket", path, "--requests",
                "20000/s",
            ], eventsDescriptor: nil, recorder: recorder)
        var peer: OwnPeer? = try OwnPeer.connecting(
            to: path, within: Self.patience, since: start)
        try peer?.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
        while let frame = try peer?.next(), frame.kind != .echo {}
        peer = nil
        Pause.wait(.milliseconds(50))
        process.signal(Signals.terminate)
        let asked = MonotonicClock.now()
        switch try process.wait(until: .after(Self.patience)) {
        case .exited: break
        case .signalled(let number, _):
            recorder.violation(.crash, "an unheard editor died of signal \(number)")
        case .running:
            recorder.violation(
                .hang, "an unheard editor did not end within \(Self.patience)",
                span: .since(asked))
            process.signal(Signals.kill)
            _ = try process.wait(until: .after(Self.patience))
        }
        try? RegularFile.remove(path)
    }
}
