internal import GateHost
internal import GateKit
internal import WeldContract

internal import struct GateHost.LedgerDifference

/// An editor without a window, judged at the shared-memory witness alone.
final class HeadlessRun {
    private let run: EditorRun
    private let recorder: Recorder
    /// Held until the runtime has ended: a handle that is dropped takes its process along.
    private var runtime: RuntimeHandle?

    /// The runtime draws without a pause.
    static let unthrottled = ["--runtime-arg", "--hz", "--runtime-arg", "0"]

    /// Starts the editor and waits for its first picture.
    init(
        _ name: String, arguments: [String], plan: AttemptPlan, recorder: Recorder
    ) throws {
        self.recorder = recorder
        let start = MonotonicClock.now()
        run = try EditorRun(
            name, plan: plan, arguments: arguments,
            surroundings: { ViewportEnvironment.surroundings(in: $0) }, recorder: recorder)
        run.events.confirmSabotage(plan, recorder: recorder)
        if run.wait(.editor, .frameRead, within: .seconds(10)) == nil {
            recorder.violation(
                .misbehaviour, "the editor read no picture within 10 s (\(name))",
                span: .since(start))
        }
    }

    /// Lets it run.
    func watch(seconds: Int) {
        _ = run.events.wait(until: .after(.seconds(seconds)), after: run.events.events.count) {
            $0.role == .editor && $0.kind == .exiting
        }
    }

    /// Stops one side and then the other for 40 ms, wherever it is, for so long; returns how often.
    ///
    /// - Parameter meanwhile: What is done between two stops.
    func harass(seconds: Int, seed: UInt64, meanwhile: () -> Void) throws -> Int {
        guard let pid = run.runtimePIDs.last else { return 0 }
        let runtime = try RuntimeHandle(pid: pid)
        self.runtime = runtime
        var generator = SeededGenerator(seed: seed)
        var stops = 0
        let end = Deadline.after(.seconds(seconds))
        while !end.hasPassed {
            let signal: (Int32) -> Void = { [run, isEditor = stops % 2 == 0] number in
                if isEditor { run.signalEditor(number) } else { runtime.signal(number) }
            }
            signal(Signals.stop)
            pass(milliseconds: 40)
            signal(Signals.continue)
            stops += 1
            pass(milliseconds: Int.random(in: 5...45, using: &generator))
            meanwhile()
        }
        return stops
    }

    /// Ends it and returns what it showed.
    func end() throws -> ViewportTranscript {
        run.signalEditor(Signals.terminate)
        let status = try run.waitForEditor(within: .seconds(10))
        if status != .exited(.clean), status != .running {
            recorder.violation(.misbehaviour, "the headless editor ended as \(status)")
        }
        recorder.hangs(try run.clear())
        run.events.drain()
        run.removeDirectory()
        return ViewportTranscript(run.events.events)
    }

    /// Lets time pass while events are taken: the stimulus itself, not a wait for anything.
    private func pass(milliseconds: Int) {
        _ = run.events.wait(
            until: .after(.milliseconds(milliseconds)), after: run.events.events.count
        ) { _ in false }
    }
}
