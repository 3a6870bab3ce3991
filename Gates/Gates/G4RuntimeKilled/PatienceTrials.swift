internal import GateHost
internal import GateKit
internal import WeldContract

/// Runtimes that do not do what is waited for, and how long their editor waits: the contract's times
/// in numbers of the judge's own (contract.md#times).
///
/// They never connect, never say Hello, never answer a Shutdown, never move. The trials take seconds and cost nothing, and run beside the stops.
struct PatienceTrials {
    let plan: AttemptPlan
    let recorder: Recorder

    /// From a start, or a Shutdown, to what follows where nothing comes: 2 s, and less than any
    /// host takes away.
    private static let soonest: UInt64 = 1_900_000_000
    /// From a Shutdown over SIGTERM to SIGKILL: 2 s and 1 s.
    private static let soonestKill: UInt64 = 2_900_000_000
    /// What did not follow by then never does: more than twice as long.
    private static let latest: Duration = .seconds(7)
    /// Between two interruptions: much less than the shortest wait that they fall into.
    private static let interval: Duration = .milliseconds(5)

    /// What a runtime does not do.
    enum Refusal: String, CaseIterable {
        case connect
        case greet
        /// It waits for something else, and SIGTERM ends it.
        case leave
        /// It is stopped, and only SIGKILL ends it.
        case move
    }

    /// Makes one trial.
    func run(_ refusal: Refusal) throws {
        let name = "q-\(refusal.rawValue)"
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            name, plan: plan, runtimeHold: Self.hold(refusal),
            arguments: ["--size", "320x180", "--runtime-arg", "--hz", "--runtime-arg", "10"]
                + (refusal == .connect ? ["--interruptible"] : []),
            recorder: recorder)
        switch refusal {
        case .connect, .greet:
            try awaitSuccessor(editor, name, interrupts: refusal == .connect)
        case .leave, .move:
            guard editor.wait(.editor, .roundChecked, within: .seconds(10)) != nil,
                let pid = editor.runtimePIDs.first
            else { throw editor.notReady(since: start) }
            let runtime = try RuntimeHandle(pid: pid)
            if refusal == .move { runtime.signal(Signals.stop) }
            try awaitEnd(editor, name, isStopped: refusal == .move)
            withExtendedLifetime(runtime) {}
        }
        try editor.recordLeft(by: "trial \(name)")
    }

    /// What an editor of the judge's makes of a Hello.
    enum Answer: String, CaseIterable {
        /// Nothing.
        case silence = "answer"
        /// Nothing, and a signal interrupts whatever waits for it, again and again.
        case interrupted
        case refusal = "reject"
        /// The same in a version that the runtime does not speak.
        case foreignRefusal = "reject-foreign"
        /// A consent in such a version.
        case foreignConsent = "consent-foreign"

        /// What is sent in answer to a Hello; nil is nothing.
        func bytes(to hello: UInt32) -> [UInt8]? {
            guard self != .silence, self != .interrupted else { return nil }
            var answer = OwnFrame.consent(to: hello)
            if self != .foreignConsent { answer.body[0] = 0 }
            var bytes = answer.bytes
            if self != .refusal { bytes[4] = 7 }
            return bytes
        }
    }

    /// A runtime whose editor never answers its Hello ends with 12 in its time, whatever interrupts
    /// its waiting; one that is rejected, or answered in a version that is not its own, does at once
    /// (wire-protocol.md#handshake).
    func runUnanswered(_ answer: Answer) throws {
        let name = "q-\(answer.rawValue)"
        let start = MonotonicClock.now()
        let editor = try OwnEditor(
            name, plan: plan, arguments: answer == .interrupted ? ["--interruptible"] : [],
            recorder: recorder)
        try recorder.judging(
            late: "trial \(name): a runtime did not connect", wrong: "trial \(name)"
        ) {
            let peer = try editor.accept()
            if let hello = try peer.next(), let bytes = answer.bytes(to: hello.number) {
                try peer.send(bytes)
            }
            let status =
                try answer == .interrupted
                ? interrupt(editor) : editor.wait(within: Self.latest)
            let ended = MonotonicClock.now()
            switch status {
            case .running: late(name, since: start)
            case .exited(code: ExitCode.handshake.documented):
                // Counted from before it was started: whoever accepts late sees too short a wait.
                if answer == .silence || answer == .interrupted {
                    judge(ended - start, atLeast: Self.soonest, name)
                }
            default:
                throw OwnPeer.Failure.wrong("the runtime ended with \(status) instead of 12")
            }
            withExtendedLifetime(peer) {}
        }
        try editor.kill()
    }

    /// Interrupts every thread of a runtime until it ends, or the time is over: however often a wait
    /// begins again, its deadline stays (platform.md#deadlines).
    private func interrupt(_ editor: OwnEditor) throws(SystemError) -> ProcessStatus {
        let deadline = Deadline.after(Self.latest)
        while true {
            let status = try editor.wait(within: Self.interval)
            if status != .running || deadline.hasPassed { return status }
            Signals.send(Signals.user1, toThreadsOf: editor.pid)
        }
    }

    /// Waits until an editor goes on to another runtime.
    ///
    /// - Parameter interrupts: Whether its threads are interrupted all the while, from the moment at
    ///   which it has told of its first runtime.
    private func awaitRestart(
        _ editor: EditorRun, interrupts: Bool
    ) throws(SystemError) -> EventRecord? {
        let deadline = Deadline.after(Self.latest)
        guard interrupts else {
            return editor.events.wait(until: deadline) { $0.kind == .restarting }
        }
        // It is ready to be interrupted before it starts anybody.
        _ = editor.events.wait(until: deadline) { $0.kind == .spawned }
        while true {
            let restart = editor.events.wait(until: min(deadline, .after(Self.interval))) {
                $0.kind == .restarting
            }
            if restart != nil || deadline.hasPassed || editor.events.isOver { return restart }
            guard try editor.isRunning() else { return nil }
            Signals.send(Signals.user1, toThreadsOf: editor.editorPID)
        }
    }

    private static func hold(_ refusal: Refusal) -> RuntimePhase? {
        switch refusal {
        case .connect: .beforeConnect
        case .greet: .beforeHello
        case .leave: .shutdown
        case .move: nil
        }
    }

    /// The first runtime is given up after its time, and another is started.
    private func awaitSuccessor(_ editor: EditorRun, _ name: String, interrupts: Bool) throws {
        let start = MonotonicClock.now()
        let given = try awaitRestart(editor, interrupts: interrupts)
        let spawned = editor.events.events.first { $0.kind == .spawned }
        if let given, let spawned {
            judge(given.time - min(given.time, spawned.time), atLeast: Self.soonest, name)
        } else {
            late(name, since: start)
        }
        // Its successor holds as well, and nobody is left to be asked.
        editor.signalEditor(Signals.terminate)
        _ = try editor.waitForEditor(within: .seconds(5))
    }

    /// The editor is asked to end, and its runtime is ended by force.
    private func awaitEnd(_ editor: EditorRun, _ name: String, isStopped: Bool) throws {
        let asked = editor.signalEditor(Signals.terminate)
        let status = try editor.waitForEditor(within: Self.latest)
        let ended = MonotonicClock.now()
        guard status != .running else { return late(name, since: asked) }
        judge(ended - asked, atLeast: isStopped ? Self.soonestKill : Self.soonest, name)
        let code = isStopped ? ExitCode.neededKill : .neededTerminate
        guard status != .exited(code) else { return }
        // One that SIGTERM did not end in a second is killed, as documented: too slow, or kept from it.
        if status == .exited(.neededKill), ended - asked >= Self.soonestKill {
            return recorder.violation(
                .hang, "trial \(name): SIGTERM did not end the runtime within a second",
                span: TimeSpan(start: asked, end: ended))
        }
        recorder.violation(
            .misbehaviour,
            "trial \(name): the editor ended with \(status) instead of \(code.documented)")
    }

    private func judge(_ waited: UInt64, atLeast least: UInt64, _ name: String) {
        guard waited < least else { return }
        recorder.violation(
            .misbehaviour,
            "trial \(name): the editor waited for \(waited / 1_000_000) ms instead of "
                + "\(least / 1_000_000) at least")
    }

    private func late(_ name: String, since start: UInt64) {
        recorder.violation(
            .hang, "trial \(name): the editor still waited after \(Self.latest)",
            span: .since(start))
    }
}
