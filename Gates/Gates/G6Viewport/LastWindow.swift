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
        recorder.progress("a slow device, and a compositor that dies")
        let part = ViewportPart.last
        let own = try JudgesLayers(
            [.callWatch, .slowDevice], in: WindowedRun.directory(of: part, plan), plan)
        let run = try WindowedRun(
            part, on: stage, plan, variables: own.variables, recorder: recorder)
        if plan.isControl { stage.events.confirmSabotage(plan, recorder: recorder) }
        guard try run.waitForPicture(within: .seconds(20)), try lookLongEnough(at: run) else {
            return try run.end()
        }
        let runtime = run.stubs.first { $0.name == "runtime" }?.pid ?? 0
        let start = MonotonicClock.now()
        stage.compositor.kill()
        let status = try run.waitForEnd(within: Self.endPatience)
        Self.record(
            status, "whose compositor died", runtime: runtime, since: start, recorder: recorder)
        try run.end()
        recordPictures(run)
        own.calls().recordComplaints(part.name, recorder)
    }

    /// Lets the device of a window stand still, whose editor must not use what it cannot wait for, and
    /// records how it ended (gates.md#stalled-device).
    static func stall(_ own: JudgesLayers, _ run: WindowedRun, _ recorder: Recorder) throws {
        let runtime = run.stubs.first { $0.name == "runtime" }?.pid ?? 0
        let start = MonotonicClock.now()
        try own.stall()
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

/// An editor that is told of a compositor where nobody listens: it must say so and end with 17
/// (gates.md#no-compositor).
final class LonelyEditor {
    private var editor: SubjectProcess
    private let events: EventReader
    private let log: String
    private let start: UInt64
    private let recorder: Recorder

    /// Starts it.
    init(_ plan: AttemptPlan, recorder: Recorder) throws {
        self.recorder = recorder
        let directory = try WindowedRun.directory(of: .lonely, plan)
        log = "\(directory)/editor.log"
        events = try EventReader(recorder: recorder)
        let logFile = try RegularFile.create(log)
        let additions = try VulkanDriver.variables(isHeadless: true)
            .merging(["WAYLAND_DISPLAY": "\(directory)/nobody"]) { $1 }
        start = MonotonicClock.now()
        editor = try SubjectProcess(
            .editor, plan: plan, arguments: ["--seconds", "60", "--runtime", plan.runtimePath],
            events: events, runtimeDirectory: directory,
            surroundings: ViewportEnvironment.surroundings(in: directory, adding: additions),
            log: logFile.rawValue, recorder: recorder)
    }

    /// Waits for its end, and records what was wrong with it.
    func end() throws {
        let status = try editor.wait(until: .after(LastWindow.endPatience))
        events.drain()
        let children = events.events.compactMap { record -> Int32? in
            if case .spawned(let child) = record.event { child } else { nil }
        }
        LastWindow.record(
            status, "without a compositor", runtime: children.last ?? 0, since: start,
            recorder: recorder)
        events.compareEnd(of: editor.pid, .editor, status)
        guard status == .exited(ExitCode.display) else { return }
        let bytes = ForeignFile.beginning(of: log, atMost: 1 << 20) ?? []
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard lines.count != 1 else { return }
        recorder.violation(
            .misbehaviour,
            "the editor without a compositor says \(lines.count) sentences instead of one")
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
