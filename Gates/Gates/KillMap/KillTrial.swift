internal import GateHost
internal import GateKit
internal import Synchronization
internal import WeldContract

internal import enum GateHost.Ledger

/// One kill at one system call, followed to the end of everything and to the next editor's start.
struct KillTrial {
    /// What came of it.
    struct Seen {
        /// Where the stub stood; nil where its life was over before.
        let kill: TracedKill?
        /// What was seen after it.
        let aftermath: KillAftermath
    }

    private let point: KillPoint
    private let life: KillLife
    private let name: String
    private let plan: AttemptPlan
    private let log: Int32
    private let complaints: Complaints
    private let recorder: Recorder

    /// - Parameters:
    ///   - name: Names the socket directory, which nobody else uses.
    ///   - log: Where the logs of the stubs go.
    init(_ point: KillPoint, named name: String, plan: AttemptPlan, log: Int32) {
        self.point = point
        life = KillLife(point.subject, point.phase)
        self.name = name
        self.plan = plan
        self.log = log
        let complaints = Complaints()
        self.complaints = complaints
        recorder = Recorder(clock: MonotonicClock.now) { complaints.hear($0) }
    }

    /// Makes the kill and looks at what is left.
    ///
    /// - Throws: What the judge itself was refused, EPERM where it may not follow processes.
    func run() throws -> Seen {
        var scene = try KillScene(
            life, target: point, named: name, plan: plan, log: log, recorder: recorder)
        defer { scene.editor.removeDirectory() }
        let lacking = try scene.play()
        if !scene.stub.isOver { try endEverything(of: scene) }
        guard let kill = try scene.stub.kill() else {
            try endEverything(of: scene)
            var aftermath = KillAftermath()
            aftermath.unended = lacking.map { ["a life without \($0)"] } ?? []
            return Seen(kill: nil, aftermath: aftermath)
        }
        var aftermath =
            point.subject == .editor
            ? try afterEditor(kill, scene) : try afterRuntime(kill, scene)
        aftermath.unended += try strays()
        aftermath.next = try nextStart()
        aftermath.complaints = complaints.all
        return Seen(kill: kill, aftermath: aftermath)
    }

    // MARK: - The runtime was killed

    private func afterRuntime(_ kill: TracedKill, _ scene: KillScene) throws -> KillAftermath {
        var aftermath = KillAftermath()
        let editor = scene.editor
        if life == .runtimeOrphaned {
            // Both are dead; the next editor removes what they left.
            _ = try editor.waitForEditor(within: .seconds(5))
            try editor.clear()
            aftermath.left = editor.sharedMemory
            return aftermath
        }
        var death = RuntimeDeath(
            victim: kill.pid, killedAt: kill.time,
            earlierDeaths: life == .runtimeSecond ? 1 : 0)
        aftermath.isRecovery = life == .runtimeFirst
        _ = editor.events.wait(until: .after(KillScene.patience)) { event in
            death.note(event)
            return death.exitCode != nil || life == .runtimeFirst && death.isRecovered
        }
        func since(_ time: UInt64?) -> UInt64? { time.map { $0 - kill.time } }
        if life != .runtimeIsAsked {
            aftermath.delays.append(.notice(since(death.noticedAt)))
        }
        if life == .runtimeFirst {
            aftermath.delays += [
                .reply(since(death.recoveredAt)), .picture(since(death.movedAt)),
            ]
            editor.signalEditor(Signals.terminate)
        }
        let status = try editor.waitForEditor(within: KillScene.patience)
        aftermath.survivors = [
            KillAftermath.Survivor(
                name: "the editor", status: status,
                documented: .exited(life == .runtimeFirst ? .clean : .peerDiedTwice),
                nanoseconds: MonotonicClock.now() - kill.time)
        ]
        aftermath.unended = try editor.clear().map(\.what)
        aftermath.left = remains(scene)
        return aftermath
    }

    // MARK: - The editor was killed

    private func afterEditor(_ kill: TracedKill, _ scene: KillScene) throws -> KillAftermath {
        var aftermath = KillAftermath()
        let editor = scene.editor
        let deadline = Deadline(nanoseconds: kill.time + 3_000_000_000)
        if try editor.waitForEditor(within: .seconds(5)) == .running {
            aftermath.unended.append("the killed editor")
        }
        var wasServed = false
        for pid in runtimes(scene) {
            // A child of ours until it is waited for: what cannot be, is a fault of the judge's.
            let (status, time) = try RuntimeHandle(pid: pid).wait(until: deadline)
            // The one that the script killed may not have been waited for yet.
            if pid == scene.ownKill?.pid { continue }
            editor.events.drain()
            let wasConnected = editor.events.events.contains {
                $0.pid == pid && $0.role == .runtime && $0.kind == .connected
            }
            wasServed = wasServed || wasConnected
            aftermath.survivors.append(
                KillAftermath.Survivor(
                    name: "the runtime", status: status,
                    documented: .exited(wasConnected ? .clean : .connection),
                    nanoseconds: time > kill.time ? time - kill.time : 0, limit: 500_000_000))
        }
        aftermath.unended += try editor.clear().map(\.what)
        // A runtime that was asked to end removes nothing: its editor lived then.
        let isNextEditors = !wasServed || point.phase == .shutdown
        aftermath.left = isNextEditors ? editor.sharedMemory : remains(scene)
        return aftermath
    }

    /// Every runtime of the scene that can still be waited for, reported or not: trials come one
    /// after the other, so a child that this process did not start is one.
    private func runtimes(_ scene: KillScene) -> [Int32] {
        let own = ProcessEnvironment.pid
        let children = Ledger.descendants(of: own).filter { $0.parent == own }.map(\.pid)
        return children.filter { $0 != scene.editor.editorPID }
    }

    // MARK: - What is left

    /// Files and shared memory; the decoy counts once the editor has swept.
    private func remains(_ scene: KillScene) -> [String] {
        let hasSwept = scene.editor.events.events.contains { $0.kind == .listening }
        return scene.editor.files.filter { hasSwept || $0 != scene.decoy }
            + scene.editor.sharedMemory
    }

    /// Ends and names everything that still runs below this process after a second.
    private func strays() throws -> [String] {
        let deadline = Deadline.after(.seconds(1))
        while !EditorRun.strays.isEmpty, !deadline.hasPassed { Pause.wait(.milliseconds(5)) }
        let own = ProcessEnvironment.pid
        return Ledger.descendants(of: own).compactMap { entry in
            guard var stray = try? ChildProcess.adoptable(pid: entry.pid) else { return nil }
            if !entry.hasEnded { _ = try? stray.kill(Signals.kill) }
            _ = try? stray.wait(until: .after(.seconds(5)))
            return entry.hasEnded ? nil : "\(entry.name) (pid \(entry.pid))"
        }
    }

    private func endEverything(of scene: KillScene) throws {
        scene.editor.signalEditor(Signals.kill)
        _ = try scene.stub.kill()
        _ = try scene.editor.waitForEditor(within: .seconds(5))
        _ = try scene.editor.clear()
        _ = try strays()
    }

    /// Starts another editor in the same directory, lets it serve, and ends it.
    private func nextStart() throws -> KillAftermath.NextStart {
        var start = KillAftermath.NextStart()
        let next = try EditorRun(
            name, plan: plan, surroundings: { _ in SubjectSurroundings(log: log) },
            recorder: recorder)
        let socket = next.wait(.editor, .listening, within: .seconds(5))
        let unswept = next.files.filter { socket?.event != .listening(path: $0) }
        start.served = next.wait(.editor, .roundChecked, within: .seconds(5)) != nil
        next.signalEditor(Signals.terminate)
        start.status = try next.waitForEditor(within: KillScene.patience)
        let unended = try next.clear()
        if unended.isEmpty { start.left = unswept + next.files + next.sharedMemory }
        return start
    }
}

extension KillAftermath.Delay {
    /// The editor's first word about a death.
    static func notice(_ time: UInt64?) -> Self {
        Self(
            what: "the editor's word", nanoseconds: time, limit: 100_000_000,
            metric: DeathMetric.detect)
    }

    /// The new runtime's first reply.
    static func reply(_ time: UInt64?) -> Self {
        Self(
            what: "a new runtime's Echo", nanoseconds: time, limit: 500_000_000,
            metric: DeathMetric.recover)
    }

    /// The new runtime's first picture.
    static func picture(_ time: UInt64?) -> Self {
        Self(
            what: "a new runtime's picture", nanoseconds: time, limit: 500_000_000,
            metric: DeathMetric.move)
    }
}

/// What a trial's evidence says against its subjects or its judge; everything else is dropped.
private final class Complaints: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func hear(_ message: AttemptMessage) {
        switch message {
        case .violation(let violation): texts.withLock { $0.append(violation.text) }
        case .fault(let fault): texts.withLock { $0.append(fault.text) }
        default: break
        }
    }
}
