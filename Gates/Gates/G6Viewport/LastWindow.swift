internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// The last window of an attempt: on a device that is late with everything, and then in a compositor
/// that dies (gates.md#slow-device, gates.md#no-compositor).
///
/// Nothing of it is timed, and nobody but the judge's own read-back looks at it.
struct LastWindow {
    private let stage: WindowStage
    private let plan: AttemptPlan
    private let recorder: Recorder

    /// How many pictures have to be overtaken.
    static let fewestOvertaken = 3
    /// How long a window waits for its compositor before it takes the next picture (viewport.md#window),
    /// and a half of that again.
    private static let windowPatience: UInt64 = 150_000_000
    /// How long they are waited for.
    private static let patience: Duration = .seconds(10)
    /// How long an editor has to end that has no compositor any more.
    static let endPatience: Duration = .seconds(5)

    init(on stage: WindowStage, _ plan: AttemptPlan, recorder: Recorder) {
        self.stage = stage
        self.plan = plan
        self.recorder = recorder
    }

    /// Watches it, and records what it showed and how it ended.
    func run() throws {
        // A session's compositor is the user's.
        guard stage.compositor.commandSocket != nil else { return }
        recorder.progress("a slow device that stands still, and a compositor that dies")
        let part = ViewportPart.last
        let own = try JudgesLayers(
            [.callWatch, .slowDevice], in: WindowedRun.directory(of: part, plan), plan)
        let run = try WindowedRun(
            part, on: stage, plan, variables: own.variables, recorder: recorder)
        if plan.isControl { stage.events.confirmSabotage(plan, recorder: recorder) }
        guard try run.waitForPicture(within: .seconds(20)), try lookLongEnough(at: run) else {
            return try run.end()
        }
        if plan.isControl {
            try widow(run)
            try run.end()
        } else {
            // It opens its window while the other one waits for its device.
            var next: LonelyEditor?
            try Self.stall(own, run, recorder) {
                next = try LonelyEditor(on: stage, plan, recorder: recorder)
            }
            try run.end()
            try next?.end()
        }
        recordPictures(run)
        let calls = own.calls()
        calls.recordComplaints(part.name, recorder)
        calls.recordBeginning(part.name, pictures: part.size, recorder)
    }

    /// Kills the compositor of a window, and records how its editor ended (gates.md#no-compositor).
    private func widow(_ run: WindowedRun) throws {
        let runtime = run.stubs.first { $0.name == "runtime" }?.pid ?? 0
        let start = MonotonicClock.now()
        stage.compositor.kill()
        Self.record(
            try run.waitForEnd(within: Self.endPatience), "whose compositor died", runtime: runtime,
            since: start, recorder: recorder)
    }

    /// Lets the device of a window stand still, whose editor must not use what it cannot wait for, and
    /// records how it ended (gates.md#stalled-device).
    ///
    /// - Parameter meanwhile: What is done while the editor still waits.
    static func stall(
        _ own: JudgesLayers, _ run: WindowedRun, _ recorder: Recorder,
        meanwhile: () throws -> Void = {}
    ) throws {
        let runtime = run.stubs.first { $0.name == "runtime" }?.pid ?? 0
        let start = MonotonicClock.now()
        try own.stall()
        try meanwhile()
        record(
            try run.waitForEnd(within: endPatience), "whose device stood still", runtime: runtime,
            since: start, recorder: recorder)
    }

    /// Watches until enough pictures were overtaken, however slow the host is with them; false where
    /// the editor ended meanwhile.
    private func lookLongEnough(at run: WindowedRun) throws -> Bool {
        let deadline = Deadline.after(Self.patience)
        while overtaken(in: run) < Self.fewestOvertaken, !deadline.hasPassed {
            guard try run.watch(until: MonotonicClock.now() + 100_000_000) else { return false }
        }
        return true
    }

    /// Records what the device presented; nothing where nobody could have been found out.
    private func recordPictures(_ run: WindowedRun) {
        let overtaken = overtaken(in: run)
        let pictures = run.namedReadBacks
        recorder.fact(
            "slow device", "\(pictures.count) pictures, \(overtaken) of them overtaken")
        recorder.count(ViewportMetric.overtaken, overtaken)
        guard overtaken > 0 || pictures.contains(false) else { return }
        recorder.samples(
            ViewportMetric.tornPresented, pictures.map { $0 ? 0 : 1 }, unit: .count)
    }

    /// A fault is found out where the next picture was really taken: a control needs that.
    private func overtaken(in run: WindowedRun) -> Int {
        run.transcript.overtaken(
            within: UInt64(JudgesLayer.delay) * 1_000_000,
            patience: plan.isControl ? nil : Self.windowPatience)
    }

    /// Records where an editor without a compositor does not end with 17, or its runtime runs on.
    static func record(
        _ status: ProcessStatus, _ what: String, runtime: Int32, since start: UInt64,
        recorder: Recorder
    ) {
        switch status {
        case .running:
            recorder.violation(
                .hang, "the editor \(what) had not ended after \(endPatience)", span: .since(start))
        case .exited(ExitCode.display.documented):
            guard !ForeignProcess.waitForEnd(of: runtime) else { return }
            recorder.violation(
                .hang, "the runtime of the editor \(what) had not ended 1 s after it",
                span: .since(start))
        default:
            recorder.violation(
                .misbehaviour,
                "the editor \(what) ended as \(status) instead of \(ExitCode.display.documented)")
        }
    }
}

/// An editor that is told of a compositor where nobody listens, or whose compositor dies: it must say
/// so and end with 17 (gates.md#no-compositor).
final class LonelyEditor {
    private var editor: SubjectProcess
    private let events: EventReader
    private let log: String
    private let recorder: Recorder
    /// Where its window is; nil where it can have none.
    private let stage: WindowStage?
    private var start: UInt64

    /// Starts it.
    ///
    /// - Parameter stage: Where it opens a window; nowhere unless given.
    init(on stage: WindowStage? = nil, _ plan: AttemptPlan, recorder: Recorder) throws {
        self.recorder = recorder
        self.stage = stage
        let directory = try WindowedRun.directory(of: stage == nil ? .lonely : .widow, plan)
        log = "\(directory)/editor.log"
        events = try EventReader(recorder: recorder)
        let logFile = try RegularFile.create(log)
        let additions = try VulkanDriver.variables(isHeadless: true)
            .merging(["WAYLAND_DISPLAY": stage?.socket ?? "\(directory)/nobody"]) { $1 }
        start = MonotonicClock.now()
        editor = try SubjectProcess(
            .editor, plan: plan, arguments: ["--seconds", "60", "--runtime", plan.runtimePath],
            events: events, runtimeDirectory: directory,
            surroundings: ViewportEnvironment.surroundings(in: directory, adding: additions),
            log: logFile.rawValue, recorder: recorder)
    }

    /// Kills its compositor once it shows pictures, where it has one; waits for its end, and records
    /// what was wrong with it.
    func end() throws {
        if let stage {
            guard try showsPictures() else { return }
            start = MonotonicClock.now()
            stage.compositor.kill()
        }
        let status = try editor.wait(until: .after(LastWindow.endPatience))
        events.drain()
        let children = events.events.compactMap { record -> Int32? in
            if case .spawned(let child) = record.event { child } else { nil }
        }
        LastWindow.record(
            status, stage == nil ? "without a compositor" : "whose compositor died",
            runtime: children.last ?? 0, since: start, recorder: recorder)
        events.compareEnd(of: editor.pid, .editor, status)
        guard stage == nil, status == .exited(ExitCode.display) else { return }
        let bytes = ForeignFile.beginning(of: log, atMost: 1 << 20) ?? []
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard lines.count != 1 else { return }
        recorder.violation(
            .misbehaviour,
            "the editor without a compositor says \(lines.count) sentences instead of one")
    }

    /// Waits for its first picture; false where none came, which is recorded, and it was ended.
    private func showsPictures() throws -> Bool {
        let picture = events.wait(until: .after(.seconds(20)), named: .framePresented)
        if picture != nil { return true }
        try stage?.checkCompositor()
        recorder.violation(
            .misbehaviour, "an editor presented no picture within 20 s (widow)",
            span: .since(start))
        editor.signal(Signals.kill)
        _ = try editor.wait(until: .after(.seconds(5)))
        events.drain()
        return false
    }
}

/// A process that is no child of the judge's.
enum ForeignProcess {
    /// Waits up to a second for its end; false when it runs on.
    static func waitForEnd(of pid: Int32) -> Bool {
        let deadline = Deadline.after(.seconds(1))
        while Ledger.process(pid).map({ !$0.hasEnded }) ?? false {
            guard !deadline.hasPassed else { return false }
            Pause.wait(.milliseconds(5))
        }
        return true
    }
}
