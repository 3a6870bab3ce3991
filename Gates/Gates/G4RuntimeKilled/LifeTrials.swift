internal import GateHost
internal import GateKit
internal import WeldContract

/// Pairs to which nothing happens, one idle and one busy: whether the heart beats in time, and
/// whether either side gains anything by living (gates.md#g4).
///
/// They run beside the stops and take no longer. Every time is the judge's own: of a heartbeat
/// counts when its answer was heard of.
struct LifeTrials {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Beats from the first that is measured to the last.
    static let beats = 3
    private static let patience: Duration = .seconds(5)
    /// How long the life is that the long one is compared with.
    private static let shortLife: Duration = .milliseconds(300)

    /// Pictures and requests as many as a pair does with ease.
    private static let busy = [
        "--size", "320x180", "--runtime-arg", "--hz", "--runtime-arg", "250", "--requests",
        "2000/s",
    ]
    private static let idle = ["--size", "320x180", "--runtime-arg", "--hz", "--runtime-arg", "10"]

    /// How often four beats are measured.
    static func spans(_ profile: Profile) -> Int { profile == .smoke ? 1 : 3 }

    /// Lives without anything to do.
    func beIdle() throws { _ = try live("h-idle", Self.idle) }

    /// Lives with much to do, and compares what both hold in the end with a short life of the same
    /// kind.
    func beBusy() throws {
        let short = try live("h-short", Self.busy, isShort: true)
        let long = try live("h-busy", Self.busy)
        for role in [ProcessRole.editor, .runtime] {
            guard let before = short[role], let after = long[role] else { continue }
            recorder.samples(
                DeathMetric.lifeHeap, [Double(after > before ? after - before : 0)], unit: .bytes)
        }
    }

    /// Lives once and returns what each side said of its heap in the end.
    private func live(
        _ name: String, _ arguments: [String], isShort: Bool = false
    ) throws -> [ProcessRole: UInt64] {
        let start = MonotonicClock.now()
        let editor = try EditorRun(name, plan: plan, arguments: arguments, recorder: recorder)
        guard editor.wait(.editor, .roundChecked, within: .seconds(10)) != nil,
            let runtime = editor.runtimePIDs.first
        else { throw editor.notReady(since: start) }
        if isShort {
            Pause.wait(Self.shortLife)
        } else {
            let pair = [editor.editorPID, runtime]
            if let first = hear(editor, 0, since: MonotonicClock.now(), born: start) {
                let held = pair.map { Held(of: $0) }
                listen(to: editor, from: first, born: start)
                for (pid, earlier) in zip(pair, held) { compare(pid, earlier, name) }
            }
        }
        return try end(editor, name)
    }

    // MARK: - The heart

    /// Waits for the answer to one more beat and returns when it was heard of.
    private func hear(
        _ editor: EditorRun, _ heard: Int, since: UInt64, born: UInt64
    ) -> UInt64? {
        var acks = 0
        let ack = editor.events.wait(until: .after(Self.patience)) { event in
            if event.kind == .heartbeatAcked { acks += 1 }
            return acks > heard
        }
        let now = MonotonicClock.now()
        guard ack != nil else {
            recorder.violation(
                .hang, "no heartbeat was answered within \(Self.patience)",
                span: TimeSpan(start: since, end: now))
            return nil
        }
        // No host makes a heart beat early: it began after the process.
        recorder.samples(
            DeathMetric.beatFromBirth, [Double(now - born) / Double(heard + 1)],
            unit: .nanoseconds, span: TimeSpan(start: born, end: now))
        return now
    }

    private func listen(to editor: EditorRun, from first: UInt64, born: UInt64) {
        let spans = plan.isControl ? 1 : Self.spans(plan.profile)
        var begin = first
        for span in 0..<spans {
            var last = begin
            for beat in 1...Self.beats {
                let heard = span * Self.beats + beat
                guard let next = hear(editor, heard, since: last, born: born) else { return }
                last = next
            }
            recorder.samples(
                DeathMetric.beats, [Double(last - begin)], unit: .nanoseconds,
                span: TimeSpan(start: begin, end: last))
            begin = last
        }
    }

    // MARK: - What is held

    /// What a process holds at a moment; nil in it where the process is gone.
    private struct Held {
        let roles: EditorRoles?
        let resident: UInt64?

        init(of pid: Int32) {
            roles = EditorRoles(of: pid)
            resident = StubUse.memory(of: pid)
        }
    }

    private func compare(_ pid: Int32, _ earlier: Held, _ name: String) {
        let start = MonotonicClock.now()
        guard let roles = earlier.roles, let before = earlier.resident,
            let difference = EditorRoles.settledDifference(of: pid, since: roles),
            let after = StubUse.memory(of: pid)
        else {
            return recorder.violation(
                .crash, "trial \(name): process \(pid) was gone when what it holds was compared")
        }
        recorder.trial(
            DeathMetric.runtimeLedger, holds: difference.isEmpty, span: .since(start))
        if !difference.isEmpty {
            recorder.fact("process \(pid) of trial \(name)", difference.sentence)
        }
        recorder.samples(
            DeathMetric.resident, [Double(after > before ? after - before : 0)], unit: .bytes)
    }

    private func end(_ editor: EditorRun, _ name: String) throws -> [ProcessRole: UInt64] {
        try editor.recordEnd(DeathMetric.editorEnd, of: "trial \(name)", within: Self.patience)
        editor.events.drain()
        var heaps: [ProcessRole: UInt64] = [:]
        for record in editor.events.events {
            if case .memory(let used, let mapped, _) = record.event {
                heaps[record.role] = used.plus(mapped)
            }
        }
        try editor.recordLeft(by: "trial \(name)")
        return heaps
    }
}
