internal import GateHost
internal import GateKit
internal import WeldContract

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
    private let aftercare: Aftercare

    /// How long what takes a fraction of it may take.
    static let patience: Duration = .seconds(3)

    /// - Parameters:
    ///   - name: Names the socket directory, which nobody else uses.
    ///   - log: Where the logs of the stubs go.
    init(_ point: KillPoint, named name: String, plan: AttemptPlan, log: Int32) {
        self.point = point
        life = KillLife(point.subject, point.phase)
        aftercare = Aftercare(name: name, plan: plan, log: log)
    }

    /// Makes the kill and looks at what is left.
    ///
    /// - Throws: What the judge itself was refused, EPERM where it may not follow processes.
    func run() throws -> Seen {
        var scene = try KillScene(
            life, KillCounter(life, target: point), named: aftercare.name,
            plan: aftercare.plan, log: aftercare.log, recorder: aftercare.recorder)
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
        aftermath.unended += try Aftercare.strays()
        aftermath.next = try aftercare.nextStart()
        aftermath.complaints = aftercare.complaints.all
        aftermath.breaches = aftercare.complaints.violations
        return Seen(kill: kill, aftermath: aftermath)
    }

    // MARK: - The runtime was killed

    private func afterRuntime(_ kill: TracedKill, _ scene: KillScene<KillCounter>) throws
        -> KillAftermath
    {
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
        _ = editor.events.wait(until: .after(Self.patience)) { event in
            death.note(event)
            return death.exitCode != nil || life == .runtimeFirst && death.isRecovered
        }
        func since(_ time: UInt64?) -> UInt64? { time.map { $0.minus(kill.time) } }
        if life != .runtimeIsAsked {
            aftermath.delays.append(.notice(since(death.noticedAt)))
        }
        if life == .runtimeFirst {
            aftermath.delays += [
                .reply(since(death.recoveredAt)), .picture(since(death.movedAt)),
            ]
            editor.signalEditor(Signals.terminate)
        }
        let status = try editor.waitForEditor(within: Self.patience)
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

    private func afterEditor(_ kill: TracedKill, _ scene: KillScene<KillCounter>) throws
        -> KillAftermath
    {
        var aftermath = KillAftermath()
        let editor = scene.editor
        let deadline = Deadline(nanoseconds: kill.time + 3_000_000_000)
        if try editor.waitForEditor(within: .seconds(5)) == .running {
            aftermath.unended.append("the killed editor")
        }
        var wasServed = false
        for pid in Aftercare.children(but: editor.editorPID) {
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

    // MARK: - What is left

    /// Files and shared memory; the decoy counts once the editor has swept.
    private func remains(_ scene: KillScene<KillCounter>) -> [String] {
        let hasSwept = scene.editor.events.events.contains { $0.kind == .listening }
        return scene.editor.files.filter { hasSwept || $0 != scene.decoy }
            + scene.editor.sharedMemory
    }

    private func endEverything(of scene: KillScene<KillCounter>) throws {
        scene.editor.signalEditor(Signals.kill)
        _ = try scene.stub.kill()
        _ = try scene.editor.waitForEditor(within: .seconds(5))
        _ = try scene.editor.clear()
        _ = try Aftercare.strays()
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
