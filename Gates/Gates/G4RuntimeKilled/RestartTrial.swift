internal import GateHost
internal import GateKit
internal import WeldContract

/// One editor that outlives one runtime after the other (`--no-spawn --keep-accepting`): the judge
/// starts and kills them itself, and looks at what every death costs the editor (gates.md#g4).
struct RestartTrial {
    let plan: AttemptPlan
    let recorder: Recorder
    private let name = "restarts"

    /// How many runtimes die.
    static func deaths(_ profile: Profile) -> Int {
        switch profile {
        case .smoke: 16
        case .ci: 60
        case .full: 200
        }
    }

    private static let patience: Duration = .seconds(5)

    /// What the editor held in memory after a death.
    private struct Memory {
        /// By its allocator's own count.
        let heap: UInt64
        /// By the kernel's, resident and its own alone.
        let resident: UInt64
    }

    init(plan: AttemptPlan, recorder: Recorder) {
        self.plan = plan
        self.recorder = recorder
    }

    /// Makes the trial.
    func run() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            name, plan: plan,
            arguments: ["--no-spawn", "--keep-accepting", "--size", "320x180"], recorder: recorder)
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let socket = editor.socketPath
        else { throw editor.notReady(since: start) }
        // A control's fault shows in a few.
        let deaths = Self.deaths(plan.isControl ? .smoke : plan.profile)
        var memory: [Memory] = []
        var roles: EditorRoles?
        for number in 1...deaths {
            let look = try die(UInt32(number), of: editor, at: socket) {
                // While a runtime is served, so that nothing is just being closed.
                if number == deaths / 4 { roles = EditorRoles(of: editor.editorPID) }
                if number == deaths { compare(editor, since: roles) }
            }
            guard let look else { break }
            memory.append(look)
        }
        if memory.count == deaths { record(memory) }
        try end(editor)
    }

    /// Brings one runtime to life, compares what the judge finds of it, kills it, and returns what
    /// the editor holds after it; nil where something did not come.
    private func die(
        _ number: UInt32, of editor: EditorRun, at socket: String, whileServed look: () -> Void
    ) throws -> Memory? {
        let earlier = RegionView(of: editor.editorPID)
        let mark = editor.events.events.count
        let start = MonotonicClock.now()
        var runtime = try SubjectProcess(
            .runtime, plan: plan,
            arguments: [
                "--socket", socket, "--editor-pid", String(editor.editorPID), "--hz", "120",
            ], events: editor.events, runtimeDirectory: editor.directory, recorder: recorder)
        let pid = runtime.pid
        guard let first = published(by: pid, editor, after: mark),
            isRead(first, editor, after: mark)
        else {
            recorder.violation(
                .hang, "\(name): no picture of runtime \(number) was read", span: .since(start))
            return nil
        }
        recordSuccession(pid, number, of: editor, at: socket, after: earlier)
        look()
        runtime.signal(Signals.kill)
        let status = try runtime.wait(until: .after(Self.patience))
        guard status == .signalled(number: Signals.kill, coreDumped: false) else {
            // It was told to end in no other way, and nobody survives that.
            recorder.violation(.crash, "\(name): runtime \(number) ended by itself: \(status)")
            return nil
        }
        let buried = MonotonicClock.now()
        let report = editor.events.wait(until: .after(Self.patience), after: mark) {
            $0.role == .editor && $0.kind == .memory
        }
        guard case .memory(let used, let mapped, _) = report?.event,
            let resident = StubUse.memory(of: editor.editorPID)
        else {
            recorder.violation(
                .hang, "\(name): the editor did not bury runtime \(number)", span: .since(buried))
            return nil
        }
        return Memory(heap: used.plus(mapped), resident: resident)
    }

    private func published(by pid: Int32, _ editor: EditorRun, after mark: Int) -> UInt64? {
        let record = editor.events.wait(until: .after(Self.patience), after: mark) {
            $0.pid == pid && $0.kind == .framePublished
        }
        guard case .framePublished(let id, _, _) = record?.event else { return nil }
        return id
    }

    private func isRead(_ first: UInt64, _ editor: EditorRun, after mark: Int) -> Bool {
        editor.events.wait(until: .after(Self.patience), after: mark) { record in
            guard case .frameRead(let id, _, _, _, _) = record.event else { return false }
            return id >= first
        } != nil
    }

    // MARK: - Recording

    private func recordSuccession(
        _ pid: Int32, _ number: UInt32, of editor: EditorRun, at socket: String,
        after earlier: RegionView?
    ) {
        let pair = PairView(
            editor: editor.editorPID, runtime: pid, parent: ProcessEnvironment.pid,
            predecessor: nil, socket: socket)
        let before = earlier.map { $0.pictures.map(\.id).reduce(0, max) } ?? 0
        let found = pair.contradictions(epoch: number, after: before)
        recorder.trial(DeathMetric.succession, holds: found.isEmpty)
        for sentence in found { recorder.fact("succession of runtime \(number)", sentence) }
    }

    private func record(_ memory: [Memory]) {
        if let gained = Growth.gained(memory.map(\.heap)) {
            recorder.samples(DeathMetric.heap, [Double(gained)], unit: .bytes)
        }
        if let gained = Growth.gained(memory.map(\.resident)) {
            recorder.samples(DeathMetric.resident, [Double(gained)], unit: .bytes)
        }
    }

    private func compare(_ editor: EditorRun, since roles: EditorRoles?) {
        let start = MonotonicClock.now()
        guard let roles,
            let difference = EditorRoles.settledDifference(of: editor.editorPID, since: roles)
        else {
            return recorder.violation(
                .crash, "\(name): the editor was gone when what it holds was compared")
        }
        recorder.trial(
            DeathMetric.runtimeLedger, holds: difference.isEmpty, span: .since(start))
        if !difference.isEmpty { recorder.fact("editor after \(name)", difference.sentence) }
    }

    private func end(_ editor: EditorRun) throws {
        try editor.recordEnd(DeathMetric.editorEnd, of: name, within: Self.patience)
        try editor.recordLeft(by: name)
    }
}

/// What a process gained over the same thing done again and again.
///
/// Pure: figures that were taken at the same point of each round go in.
enum Growth {
    /// Returns by how much the least of the last quarter exceeds the most of the second one.
    ///
    /// What the first quarter needs to warm up does not count. Nil of fewer than 8 figures.
    ///
    /// What comes and goes is in neither; what stays of every round is.
    static func gained(_ figures: [UInt64]) -> UInt64? {
        let quarter = figures.count / 4
        guard quarter >= 2, let before = figures[quarter..<(2 * quarter)].max(),
            let after = figures.suffix(quarter).min()
        else { return nil }
        return after > before ? after - before : 0
    }
}
