internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// A pair that lives one scripted life while one of the two is followed, until that one is killed
/// or the script is over.
struct KillScene<Counter: CallCounter> {
    let editor: EditorRun
    let stub: FollowedStub<Counter>
    /// A dead editor's socket, which the editor has to sweep.
    let decoy: String
    /// The editor or runtime that the script itself kills, and when.
    private(set) var ownKill: (pid: Int32, time: UInt64)?
    /// Whether the script has asked the editor to end.
    private(set) var hasAsked = false

    private let life: KillLife
    private let patience: Duration

    /// When the judge begins to count the heartbeat's calls, after the greeting.
    private static var beforeBeat: UInt64 { ContractTime.heartbeat - 40_000_000 }
    /// How long calls belong to a phase after the last thing that is waited for in it.
    private static var tail: Duration { .milliseconds(50) }

    /// Starts the pair, with an editor that sweeps, and few pictures a second: each costs the same
    /// calls.
    ///
    /// - Parameters:
    ///   - log: Where the logs of both go.
    ///   - patience: How long what takes a fraction of it may take.
    init(
        _ life: KillLife, _ counter: Counter, named name: String, plan: AttemptPlan, log: Int32,
        patience: Duration = KillTrial.patience, recorder: Recorder
    ) throws {
        self.life = life
        self.patience = patience
        let folder = "\(plan.scratchDirectory)/\(name)/weld"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        decoy = try Self.layDecoy(in: folder)
        editor = try EditorRun(
            name, plan: plan, editorHold: life == .runtimeIsAsked ? .shutdown : nil,
            arguments: ["--runtime-arg", "--hz", "--runtime-arg", "10"],
            surroundings: { _ in SubjectSurroundings(launcher: ProcessTracer.launcher, log: log) },
            recorder: recorder)
        stub = try FollowedStub(child: life.child, editor: editor.editorPID, counter)
    }

    private static func layDecoy(in folder: String) throws -> String {
        var dead = try ChildProcess.spawn(path: "/bin/true", arguments: [])
        _ = try dead.wait(until: .after(.seconds(5)))
        let socket = try StreamSocket.make()
        let path = "\(folder)/weld-\(dead.pid).sock"
        try StreamSocket.bind(socket.rawValue, to: path)
        return path
    }

    // MARK: - The scripts

    /// Plays the life; returns what did not come of it, nil where it was played to its end or the
    /// stub was killed in it.
    mutating func play() throws -> String? {
        let lacking = try act()
        if stub.isOver { return nil }
        if lacking == nil { stub.mark(.over) }
        return lacking
    }

    /// Plays the life for its own sake and ends it; returns what did not come of it.
    mutating func playOut() throws -> String? {
        defer { editor.removeDirectory() }
        let lacking = try play()
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: .seconds(5))
        try editor.clear()
        _ = try stub.kill()
        return lacking
    }

    private mutating func act() throws -> String? {
        switch life {
        case .editorFirst, .runtimeFirst:
            return beat()
        case .editorRestarts:
            guard let victim = serve() else { return "service" }
            stub.mark(.phase(.restart))
            try kill(victim)
            guard takenOver() else { return "a second runtime" }
            ask()
            rest(until: .after(patience))
            return stub.isOver ? nil : "the editor's end"
        case .runtimeIsAsked:
            guard serve() != nil else { return "service" }
            ask()
            let held = wait { $0.event == .hold(phase: EditorPhase.shutdown.rawValue) }
            guard held != nil else { return "the editor's hold" }
            stub.mark(.phase(.shutdown))
            editor.signalEditor(Signals.user2)
            rest(until: .after(patience))
            return stub.isOver ? nil : "the runtime's end"
        case .runtimeSecond:
            guard let victim = serve() else { return "service" }
            try kill(victim)
            return takenOver() ? nil : "a second runtime"
        case .runtimeOrphaned:
            guard serve() != nil else { return "service" }
            stub.mark(.phase(.sweep))
            ownKill = (editor.editorPID, editor.signalEditor(Signals.kill))
            rest(until: .after(patience))
            return stub.isOver ? nil : "the runtime's end"
        }
    }

    /// From the greeting to a heartbeat and a little longer.
    private func beat() -> String? {
        guard let ready = wait({ $0.role == .editor && $0.kind == .ready }) else {
            return "a greeting"
        }
        rest(until: Deadline(nanoseconds: min(ready.time, MonotonicClock.now()) + Self.beforeBeat))
        stub.mark(.phase(.heartbeat))
        guard wait({ $0.kind == .heartbeatAcked }) != nil else { return "a heartbeat" }
        rest(until: .after(Self.tail))
        return nil
    }

    /// Waits until pictures and replies came; returns the first runtime.
    private func serve() -> Int32? {
        guard wait({ $0.kind == .frameRead }) != nil, wait({ $0.kind == .roundChecked }) != nil
        else { return nil }
        return editor.runtimePIDs.first
    }

    private mutating func kill(_ victim: Int32) throws {
        let handle = try RuntimeHandle(pid: victim)
        ownKill = (victim, MonotonicClock.now())
        handle.signal(Signals.kill)
    }

    /// Waits until a second runtime serves, and a little longer.
    private func takenOver() -> Bool {
        guard wait({ $0.kind == .restarted }) != nil,
            wait({ record in
                if case .frameRead(_, _, _, _, let epoch) = record.event {
                    epoch > 1
                } else {
                    false
                }
            }) != nil
        else { return false }
        rest(until: .after(Self.tail))
        return true
    }

    /// Asks the editor to end.
    mutating func ask() {
        hasAsked = true
        editor.signalEditor(Signals.terminate)
    }

    // MARK: - Waiting

    /// Waits for an event; nil where it did not come, and at once where the stub is killed.
    private func wait(_ isWanted: (EventRecord) -> Bool) -> EventRecord? {
        let deadline = Deadline.after(patience)
        while !stub.isOver, !deadline.hasPassed {
            let slice = Deadline.after(.milliseconds(2))
            if let found = editor.events.wait(until: slice, for: isWanted) { return found }
        }
        return nil
    }

    private func rest(until deadline: Deadline) {
        while !stub.isOver, !deadline.hasPassed { Pause.wait(.milliseconds(2)) }
    }
}
