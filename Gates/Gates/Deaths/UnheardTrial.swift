internal import GateHost
internal import GateKit
internal import WeldContract

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
    func run() throws {
        try recorder.judging(
            late: "an unheard \(role.rawValue) did not answer",
            wrong: "an unheard \(role.rawValue)"
        ) {
            switch role {
            case .runtime: try leaveRuntime()
            case .editor: try leaveEditor()
            }
        }
    }

    /// The runtime's answers meet nobody: its editor is gone, which ends it with 0.
    private func leaveRuntime() throws {
        let editor = try OwnEditor(
            "unheard", plan: plan, editor: try DeadProcess.pid(), recorder: recorder)
        var peer: OwnPeer? = try editor.greet()
        editor.signal(Signals.stop)
        let body = [UInt8](repeating: 7, count: 64)
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
        var peer: OwnPeer? = try connect(to: path, since: start)
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

    /// Connects as soon as the editor listens, which it tells nobody.
    private func connect(to path: String, since start: UInt64) throws -> OwnPeer {
        let deadline = Deadline.after(Self.patience)
        while true {
            if let socket = try? PassingSocket(connectingTo: path) { return OwnPeer(socket) }
            guard !deadline.hasPassed else { throw OwnPeer.Failure.late(since: start) }
            Pause.wait(.milliseconds(2))
        }
    }
}
