internal import GateHost
internal import GateKit
internal import Synchronization
internal import WeldContract

internal import enum GateHost.Ledger

/// What is done after a pair's life, however it went: everything is ended, and another editor is
/// started where it was.
struct Aftercare {
    /// The socket directory, which nobody else uses.
    let name: String
    /// Which pair.
    let plan: AttemptPlan
    /// Where the logs of the stubs go.
    let log: Int32
    /// What the trial's evidence says against its subjects or its judge.
    let complaints: Complaints
    /// Hands evidence to ``complaints``.
    let recorder: Recorder

    /// - Parameters:
    ///   - name: Names the socket directory.
    ///   - log: Where the logs of the stubs go; lent.
    init(name: String, plan: AttemptPlan, log: Int32) {
        self.name = name
        self.plan = plan
        self.log = log
        let complaints = Complaints()
        self.complaints = complaints
        recorder = Recorder(clock: MonotonicClock.now) { complaints.hear($0) }
    }

    /// Every child of this process but one, reported or not: trials come one after the other, so a
    /// child that this process did not start is a runtime.
    static func children(but editor: Int32) -> [Int32] {
        let own = ProcessEnvironment.pid
        let children = Ledger.descendants(of: own).filter { $0.parent == own }.map(\.pid)
        return children.filter { $0 != editor }
    }

    /// Ends and names everything that still runs below this process after a second.
    static func strays() throws -> [String] {
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

    /// Starts another editor in the same directory, lets it serve, and ends it.
    func nextStart() throws -> KillAftermath.NextStart {
        var start = KillAftermath.NextStart()
        let next = try EditorRun(
            name, plan: plan, surroundings: { _ in SubjectSurroundings(log: log) },
            recorder: recorder)
        let socket = next.wait(.editor, .listening, within: .seconds(5))
        let unswept = next.files.filter { socket?.event != .listening(path: $0) }
        start.served = next.wait(.editor, .roundChecked, within: .seconds(5)) != nil
        next.signalEditor(Signals.terminate)
        start.status = try next.waitForEditor(within: KillTrial.patience)
        let unended = try next.clear()
        if unended.isEmpty { start.left = unswept + next.files + next.sharedMemory }
        return start
    }
}

/// What a trial's evidence says against its subjects or its judge; everything else is dropped.
final class Complaints: Sendable {
    private let kept = Mutex<(texts: [String], violations: [Violation])>(([], []))

    /// All of it in words, in the order in which it came.
    var all: [String] { kept.withLock { $0.texts } }
    /// What is against the subjects.
    var violations: [Violation] { kept.withLock { $0.violations } }

    /// Takes a message of the trial's.
    func hear(_ message: AttemptMessage) {
        switch message {
        case .violation(let violation):
            kept.withLock {
                $0.texts.append(violation.text)
                $0.violations.append(violation)
            }
        case .fault(let fault): kept.withLock { $0.texts.append(fault.text) }
        default: break
        }
    }
}
