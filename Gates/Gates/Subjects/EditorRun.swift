internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// A real editor, headless, with its real runtime and a socket directory of their own.
final class EditorRun {
    /// What both report.
    let events: EventReader
    /// Where sockets go; nobody else uses it.
    let directory: String
    /// The editor's process id.
    let editorPID: Int32

    private var editor: SubjectProcess
    /// The kernel's name of the runtime's process: 15 bytes of its file's.
    private let runtimeName: String
    /// The last wait for the editor's end that ran out; nothing where there was none.
    private var editorWait: TimeSpan?

    /// Runtimes of one editor that are looked at: no editor starts as many.
    private static let mostRuntimes = 64

    /// How long a runtime whose editor has ended may take to end; only one that does not costs it.
    private static let grace: Duration = .seconds(1)
    private let recorder: Recorder

    /// Starts the editor; the plan's sabotage goes to the stub that it is for.
    ///
    /// - Parameters:
    ///   - name: Names the socket directory; a second run of the same name uses the same one.
    ///   - editorHold: The phase at which the editor holds.
    ///   - runtimeHold: The phase at which its first runtime holds.
    ///   - surroundings: What it finds around it, made from its directory; the attempt's own unless
    ///     given.
    init(
        _ name: String, plan: AttemptPlan, editorHold: EditorPhase? = nil,
        runtimeHold: RuntimePhase? = nil,
        arguments: [String] = [],
        surroundings: (_ directory: String) -> SubjectSurroundings = { _ in SubjectSurroundings() },
        recorder: Recorder
    ) throws {
        self.recorder = recorder
        runtimeName = String(
            decoding: (plan.runtimePath.split(separator: "/").last ?? "").utf8.prefix(15),
            as: UTF8.self)
        directory = "\(plan.scratchDirectory)/\(name)"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        events = try EventReader(recorder: recorder)
        let forRuntime: [String] =
            plan.sabotageArguments(for: .runtime)
            + (runtimeHold.map { ["--hold-at", $0.rawValue] } ?? [])
        let around = surroundings(directory)
        editor = try SubjectProcess(
            .editor, plan: plan,
            arguments: ["--headless", "--seconds", "600", "--runtime", plan.runtimePath]
                + (editorHold.map { ["--hold-at", $0.rawValue] } ?? []) + arguments
                + forRuntime.flatMap { ["--runtime-arg", $0] },
            events: events, runtimeDirectory: directory, surroundings: around, log: around.log,
            recorder: recorder)
        editorPID = editor.pid
    }

    /// The runtimes that were started, in order, as far as they reported or were reported.
    var runtimePIDs: [Int32] {
        events.drain()
        let pids = events.events.compactMap { event -> Int32? in
            switch event.event {
            case .spawned(let child): child
            case .started where event.role == .runtime: event.pid
            default: nil
            }
        }
        var known: Set<Int32> = []
        return Array(pids.filter { known.insert($0).inserted }.prefix(Self.mostRuntimes))
    }

    /// Where the editor listens, as it said; nil before that, and where it is not where its socket
    /// goes (contract.md#command-lines): a violation, and nothing is done there.
    var socketPath: String? {
        events.drain()
        let said = events.events.lazy.compactMap { event in
            if case .listening(let path) = event.event { path } else { nil }
        }.first
        guard let said else { return nil }
        let own = "\(directory)/weld/weld-\(editorPID).sock"
        if said == own, (try? DescriptorFacts.at(own))??.kind == .socket { return own }
        recorder.violation(
            .breach,
            "the editor says that it listens at \(said.debugDescription), and its socket is "
                + "not there but should be \(own)")
        return nil
    }

    /// Waits for an event of a stub.
    func wait(_ role: ProcessRole, _ name: EventName, within limit: Duration) -> EventRecord? {
        events.wait(until: .after(limit)) { $0.role == role && $0.kind == name }
    }

    /// Waits until the editor holds at a phase.
    func waitForHold(_ phase: EditorPhase, within limit: Duration) -> EventRecord? {
        waitForHold(.editor, phase.rawValue, limit)
    }

    /// Waits until the runtime holds at a phase.
    func waitForHold(_ phase: RuntimePhase, within limit: Duration) -> EventRecord? {
        waitForHold(.runtime, phase.rawValue, limit)
    }

    private func waitForHold(
        _ role: ProcessRole, _ phase: String, _ limit: Duration
    ) -> EventRecord? {
        events.wait(until: .after(limit)) {
            $0.role == role && $0.event == .hold(phase: phase)
        }
    }

    /// Sends the editor a signal and returns the time right before it.
    @discardableResult
    func signalEditor(_ number: Int32) -> UInt64 {
        let now = MonotonicClock.now()
        editor.signal(number)
        return now
    }

    /// Whether the editor still runs.
    func isRunning() throws(SystemError) -> Bool {
        try editor.wait(until: .immediately) == .running
    }

    /// Waits for the editor's end.
    func waitForEditor(within limit: Duration) throws -> ProcessStatus {
        let start = MonotonicClock.now()
        let status = try editor.wait(until: .after(limit))
        if status == .running { editorWait = .since(start) }
        events.compareEnd(of: editorPID, .editor, status)
        return status
    }

    /// Waits for the end of an editor and records whether it is the one that must come.
    ///
    /// One that has not ended hangs, as is found when it is ended; and one that says that its runtime
    /// had to be ended by force had waited for it in vain. Neither is a wrong end, for a host can
    /// cause both.
    ///
    /// - Parameters:
    ///   - expected: What must come.
    ///   - metric: Where it is recorded.
    ///   - trial: What the trial is called.
    ///   - asks: Whether the editor is asked to end first.
    @discardableResult
    func recordEnd(
        as expected: ExitCode = .clean, _ metric: String, of trial: String,
        within limit: Duration, asks: Bool = true
    ) throws -> ProcessStatus {
        let start = asks ? signalEditor(Signals.terminate) : MonotonicClock.now()
        let status = try waitForEditor(within: limit)
        if status == .running { return status }
        if status != .exited(expected), status.saysRuntimeHung {
            recorder.violation(
                .hang, "\(trial): the runtime did not end when its editor asked it to: \(status)",
                span: .since(start))
            return status
        }
        recorder.trial(metric, holds: status == .exited(expected))
        if status != .exited(expected) {
            recorder.fact("end of \(trial)", "\(status) instead of exited(\(expected.rawValue))")
        }
        return status
    }

    /// Returns why a trial cannot begin: the editor's own end, if it has ended, else that it did not
    /// come so far.
    ///
    /// - Parameter start: When it was first waited for.
    func notReady(since start: UInt64) -> SubjectFailure {
        editor.failure(
            before: "anything was done to it",
            SystemError(code: 110, operation: "wait for its word"),
            since: start)
    }

    /// What stands in the socket directory.
    var files: [String] {
        Ledger.files(under: directory).filter { $0.kind != .directory }.map(\.path)
    }

    /// The shared memory that bears the editor's pid; once it has ended, none that somebody holds:
    /// in another namespace the number is another editor's (platform.md#owner).
    var sharedMemory: [String] {
        let isRunning = (try? editor.wait(until: .immediately)) == .running
        return Ledger.sharedMemoryNames().filter { name in
            name.hasPrefix("weld-") && name.hasSuffix("-\(editorPID)")
                && (isRunning || !Ledger.isHeld(sharedMemory: name))
        }
    }

    /// Records which descriptors of a stub a program started by it would inherit; one that is gone
    /// meanwhile is a crash, for only the judge ends it.
    func recordInheritable(_ pid: Int32, _ metric: String, of trial: String) {
        guard let descriptors = Ledger.descriptors(of: pid), !descriptors.isEmpty else {
            return recorder.violation(
                .crash, "\(trial): process \(pid) was gone when its descriptors were looked at")
        }
        let found = StubUse.inheritable(descriptors, but: events.identity)
        recorder.count(metric, found.count)
        for descriptor in found {
            recorder.fact(
                "inheritable",
                "\(trial): descriptor \(descriptor.number) (\(descriptor.identity)) of process \(pid)"
            )
        }
    }

    /// Counts the names in shared memory that the editor has now.
    func recordNames(_ metric: String) {
        let count = sharedMemory.count
        if count > 0 { recorder.count(metric, count) }
    }

    /// Everything that still runs below this process, where trials come one after the other.
    static var strays: [String] {
        Ledger.descendants(of: ProcessEnvironment.pid).filter { !$0.hasEnded }.map {
            "\($0.name) (pid \($0.pid)) still runs"
        }
    }

    /// Removes the socket directory and shared memory, whatever was left there and counted.
    func removeDirectory() {
        for name in sharedMemory { try? FileManager.default.removeItem(atPath: "/dev/shm/\(name)") }
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Ends whatever still runs of a trial, counts what it left, and removes that.
    func recordLeft(
        by trial: String, _ metric: String = DeathMetric.runtimeLedger
    ) throws {
        let left = try leftovers(of: trial)
        recorder.count(metric, left.count)
        for thing in left { recorder.fact("left", thing) }
        removeDirectory()
    }

    /// Ends whatever still runs of a trial and returns what it left: files, shared memory.
    ///
    /// A process that has not ended hangs, and then nothing else counts: what is killed cannot clean
    /// up behind itself. So a host that held it up answers for one thing and not for two; and what is
    /// left by processes that ended is no host's doing, however long one looked.
    ///
    /// - Parameter filesMayStay: Whether files and names are the next editor's to remove.
    func leftovers(of trial: String, filesMayStay: Bool = false) throws -> [String] {
        let unended = try clear()
        // Of two the editor alone counts: its runtime may have waited for it.
        recorder.hangs(Array(unended.prefix(1)), of: trial)
        return unended.isEmpty && !filesMayStay ? files + sharedMemory : []
    }

    /// Records a pause that an editor reported and that was none (platform.md#heartbeat): by its own
    /// word shorter than a quarter of a second.
    private func recordFalsePauses() {
        for case .paused(let nanoseconds) in events.events.map(\.event)
        where nanoseconds < 250_000_000 {
            recorder.violation(
                .misbehaviour,
                "an editor counted \(nanoseconds / 1000) us without it as a pause of its own")
        }
    }

    /// Ends whatever still runs of this trial and returns what had to be ended, the editor first.
    @discardableResult
    func clear() throws -> [Unended] {
        recordFalsePauses()
        var unended: [Unended] = []
        if try editor.wait(until: .immediately) == .running {
            let now = MonotonicClock.now()
            unended.append(
                Unended(
                    what: "the editor", span: editorWait ?? TimeSpan(start: now, end: now)))
            TrialEvidence.keep(of: editorPID, events: events.events, in: directory, recorder)
            editor.signal(Signals.kill)
            _ = try editor.wait(until: .after(.seconds(5)))
        }
        for pid in runtimePIDs where Ledger.process(pid)?.name == runtimeName {
            guard var orphan = try? ChildProcess.adoptable(pid: pid) else { continue }
            // Under its number another process may run by now, which is none of this trial's.
            guard Ledger.process(pid)?.parent == ProcessEnvironment.pid else { continue }
            // A zombie only waits for us, its parent since the editor's death.
            let start = MonotonicClock.now()
            if try orphan.wait(until: .after(Self.grace)) == .running {
                unended.append(Unended(what: "a runtime (pid \(pid))", span: .since(start)))
                TrialEvidence.keep(of: pid, events: events.events, in: directory, recorder)
                try orphan.kill(Signals.kill)
                _ = try orphan.wait(until: .after(.seconds(5)))
            }
        }
        return unended
    }
}
