internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// An editor that the system gives no descriptor: it serves by those that it keeps in reserve, tries a
/// refused start again, and gives that up after its time (platform.md#exhaustion).
struct ExhaustionTrials {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)
    /// Fewer than an editor holds, so that it cannot use those in reserve either.
    private static let tooFew: UInt64 = 4
    /// A start is tried for 1.5 s, and no host makes that shorter.
    private static let soonest: UInt64 = 1_400_000_000
    /// What did not end by then never does.
    private static let latest: Duration = .seconds(7)
    /// How long a start is refused that succeeds in the end, and what a host may add to it.
    private static let refusal: Duration = .milliseconds(300)
    private static let longestRefusal: UInt64 = 1_000_000_000

    // MARK: - A session

    /// An editor may open no more than it holds: two runtimes of the judge's are served all the same,
    /// one after the other.
    func serveByReserve() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "reserve", plan: plan,
            arguments: [
                "--no-spawn", "--keep-accepting", "--no-heartbeat", "--size", "64x64",
            ], recorder: recorder)
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        try recorder.judging(
            late: "an editor without a free descriptor did not serve a runtime",
            wrong: "a runtime of an editor without a free descriptor"
        ) {
            // It has opened everything that it holds when the first one is gone.
            try serve(at: path, editor)
            guard let limit = tightLimit(of: editor.editorPID) else { return }
            try ResourceLimit.setOpenFiles(limit, of: editor.editorPID)
            for _ in 0..<2 { try serve(at: path, editor) }
        }
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: Self.patience)
        editor.removeDirectory()
    }

    /// Is a runtime that is served, and vanishes; returns when the editor has let go of it.
    private func serve(at path: String, _ editor: EditorRun) throws {
        let mark = editor.events.events.count
        let start = MonotonicClock.now()
        var peer: OwnPeer? = OwnPeer(try PassingSocket(connectingTo: path))
        try peer?.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
        guard try peer?.next()?.kind == .helloAck, try peer?.next()?.kind == .handoff else {
            throw OwnPeer.Failure.wrong("it was not served")
        }
        peer = nil
        let end = editor.events.wait(until: .after(Self.patience), after: mark) {
            $0.role == .editor && $0.kind == .restarting
        }
        if end == nil { throw OwnPeer.Failure.late(since: start) }
    }

    /// The limit that leaves a process no number but those that it uses; nil where it has left some
    /// out, for those it could use.
    private func tightLimit(of pid: Int32) -> UInt64? {
        let deadline = Deadline.after(.seconds(1))
        while true {
            let numbers = Set((Ledger.descriptors(of: pid) ?? []).map(\.number))
            let most = numbers.max() ?? 0
            // What it has just let go of may still be there.
            if numbers.count == Int(most) + 1, !deadline.hasPassed {
                Pause.wait(.milliseconds(20))
                let again = Set((Ledger.descriptors(of: pid) ?? []).map(\.number))
                if again == numbers { return UInt64(most) + 1 }
            }
            guard !deadline.hasPassed else {
                recorder.fact(
                    "editor without a free descriptor",
                    "not tried: of the numbers up to \(most) it holds \(numbers.count)")
                return nil
            }
            Pause.wait(.milliseconds(5))
        }
    }

    // MARK: - A start

    /// An editor's start of its runtime is refused.
    ///
    /// - Parameter isMended: Whether there are descriptors again before it gives up.
    func refuseStart(isMended: Bool) throws {
        let name = isMended ? "refused-once" : "refused"
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            name, plan: plan, editorHold: .beforeSpawn, arguments: ["--size", "64x64"],
            recorder: recorder)
        guard editor.waitForHold(EditorPhase.beforeSpawn, within: .seconds(10)) != nil else {
            throw editor.notReady(since: start)
        }
        let usual = try InheritedLimit.descriptors.values().soft ?? 1024
        try ResourceLimit.setOpenFiles(Self.tooFew, of: editor.editorPID)
        let released = editor.signalEditor(Signals.user2)
        if isMended {
            try mend(editor, since: released, usual)
        } else {
            try awaitEnd(of: editor, since: released)
        }
        try editor.recordLeft(by: "the editor whose start was \(name)")
    }

    /// Descriptors come back, and the life goes on.
    private func mend(_ editor: EditorRun, since released: UInt64, _ usual: UInt64) throws {
        Pause.wait(Self.refusal)
        try ResourceLimit.setOpenFiles(usual, of: editor.editorPID)
        let mended = MonotonicClock.now()
        let isServed = editor.wait(.editor, .roundChecked, within: Self.patience) != nil
        if isServed {
            try editor.recordEnd(
                DeathMetric.editorEnd, of: "the editor whose start was refused once",
                within: Self.patience)
            return
        }
        if mended - released < Self.longestRefusal {
            recorder.violation(
                .hang, "an editor whose start was refused for a moment did not go on",
                span: .since(released))
        }
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: Self.patience)
    }

    /// They do not, and it ends by itself.
    private func awaitEnd(of editor: EditorRun, since released: UInt64) throws {
        let status = try editor.waitForEditor(within: Self.latest)
        let waited = MonotonicClock.now() - released
        switch status {
        case .running:
            recorder.violation(
                .hang, "an editor still tried to start its runtime after \(Self.latest)",
                span: .since(released))
            editor.signalEditor(Signals.kill)
            _ = try editor.waitForEditor(within: Self.patience)
        case .exited(code: ExitCode.connection.documented):
            guard waited < Self.soonest else { return }
            recorder.violation(
                .misbehaviour,
                "an editor whose start was refused gave up after \(waited / 1_000_000) ms")
        default:
            recorder.violation(
                .misbehaviour,
                "an editor whose start was refused ended with \(status) instead of 11")
        }
    }
}
