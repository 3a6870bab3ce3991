internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// Kills of an editor whose runtime reports nothing: what wait says of the runtime tells how it took
/// them (contract.md#outside).
struct OutsideKill {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(10)
    /// A kill comes at most so long after the first picture, in nanoseconds.
    private static let longestDelay: UInt64 = 200_000_000

    /// What it is judged by.
    static func rule(_ plan: AttemptPlan) -> Rule {
        let trials = DeathSchedule.trials(plan.profile)
        let seen: Set = ["g5.ended", "g5.ended-p99", "g5.status"]
        return Rule(
            checks: G5Gate.checks(trials: trials).filter { seen.contains($0.id) },
            contractLengths: Outside.lengths(.g5) + [
                ContractLength(
                    gate: .g5, "deaths", metric: DeathMetric.status,
                    samples: DeathSchedule.contractTrials)
            ])
    }

    /// Makes every trial.
    func run() throws {
        try ProcessEnvironment.becomeSubreaper()
        var random = SeededGenerator(seed: plan.seed)
        let trials = DeathSchedule.trials(plan.profile)
        for trial in 1...trials {
            if trial % 10 == 1 { recorder.progress("kill \(trial) of \(trials), from outside") }
            try kill(after: random.next() % Self.longestDelay)
        }
    }

    /// Whether an editor starts a runtime that draws.
    func lives() throws -> Bool {
        var editor = try start()
        defer { clear(of: editor.pid) }
        let isServing = try serving(editor.pid) != nil
        editor.signal(Signals.kill)
        _ = try editor.wait(until: .after(Self.patience))
        return isServing
    }

    private var path: String { "\(plan.scratchDirectory)/outside.sock" }

    private func start() throws -> SubjectProcess {
        let log = try UnreadLog.make(in: plan.scratchDirectory)
        return try SubjectProcess(
            .editor, plan: plan,
            arguments: (plan.hasOfferedEditor ? ["--headless", "--milestone"] : [])
                + ["--runtime", plan.runtimePath, "--socket", path],
            eventsDescriptor: nil, logDescriptor: log.rawValue, recorder: recorder)
    }

    private func kill(after delay: UInt64) throws {
        let start = MonotonicClock.now()
        var editor = try self.start()
        defer { clear(of: editor.pid) }
        guard let pid = try serving(editor.pid) else {
            throw SubjectFailure(
                .misbehaviour, "a runtime of the editor drew nothing within \(Self.patience)",
                span: .since(start))
        }
        recorder.record(.process(pid))
        let runtime = try RuntimeHandle(pid: pid)
        Pause.wait(.nanoseconds(Int64(delay)))
        let killedAt = MonotonicClock.now()
        editor.signal(Signals.kill)
        _ = try editor.wait(until: .after(Self.patience))
        let end = try runtime.wait(until: .after(Self.patience))
        recorder.samples(
            DeathMetric.end, [Double(end.time.minus(killedAt))], unit: .nanoseconds,
            span: TimeSpan(start: killedAt, end: end.time))
        guard end.status != .running else { return runtime.signal(Signals.kill) }
        recorder.trial(DeathMetric.status, holds: end.status == .exited(.clean))
        if end.status != .exited(.clean) {
            recorder.fact("the runtime's end after its editor's", "\(end.status)")
        }
    }

    /// Waits until a runtime of the editor's has drawn; nil where it has not in time.
    private func serving(_ editor: Int32) throws -> Int32? {
        let deadline = Deadline.after(Self.patience)
        while !deadline.hasPassed {
            let drawn = names(of: editor).contains { pictures(in: $0) > 0 }
            if drawn, let runtime = Ledger.descendants(of: editor).first?.pid { return runtime }
            Pause.wait(.milliseconds(2))
        }
        return nil
    }

    /// The named memory that bears an editor's number.
    private func names(of editor: Int32) -> [String] {
        Ledger.sharedMemoryNames().filter { $0.hasSuffix("-\(editor)") }
    }

    private func pictures(in name: String) -> UInt64 {
        guard let file = FileHandle(forReadingAtPath: "/dev/shm/\(name)"),
            (try? file.seek(toOffset: 40)) != nil, let bytes = try? file.read(upToCount: 8)
        else { return 0 }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Removes what a killed editor left: whose that is to remove nobody says here.
    private func clear(of editor: Int32) {
        try? RegularFile.remove(path)
        for name in names(of: editor) {
            try? FileManager.default.removeItem(atPath: "/dev/shm/\(name)")
        }
    }
}
