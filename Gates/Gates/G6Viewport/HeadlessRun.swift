internal import FrameWitness
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
    private let name: String
    /// Looks into the shared memory; nil where nothing keeps a picture there from being overwritten.
    private let region: RegionWitness?
    private let pictures: WindowSize
    private var growth: GrowthWatch?
    /// The part of a processor that each stub used while it was watched.
    private(set) var shares: [Double] = []

    /// The runtime draws without a pause.
    static let unthrottled = ["--runtime-arg", "--hz", "--runtime-arg", "0"]
    /// Pictures of which no slot is a whole number of pages.
    static let oddPictures = WindowSize(width: 1281, height: 719)

    /// Three slots at 60 Hz, and an editor that is busy with requests besides.
    static let nominal = ["--requests", "200/s"]
    /// Two slots at 60 Hz, found by their name: the milestone's way.
    static let milestone = ["--viewport", "two-slot", "--attach", "name"]

    /// Starts the editor and waits for its first picture.
    ///
    /// - Parameters:
    ///   - pictures: The size of its pictures.
    ///   - hasThreeSlots: Whether the judge looks into the region for itself.
    init(
        _ name: String, arguments: [String], pictures: WindowSize = .standard,
        hasThreeSlots: Bool, plan: AttemptPlan, recorder: Recorder
    ) throws {
        self.recorder = recorder
        self.name = name
        self.pictures = pictures
        let start = MonotonicClock.now()
        run = try EditorRun(
            name, plan: plan,
            arguments: arguments + ["--size", "\(pictures.width)x\(pictures.height)"],
            surroundings: { ViewportEnvironment.surroundings(in: $0) }, recorder: recorder)
        region = hasThreeSlots ? RegionWitness(run.editorPID, pictures: pictures) : nil
        region?.isHeadless = true
        run.events.onArrival = region.map { region in { region.take($0) } }
        run.events.confirmSabotage(plan, recorder: recorder)
        if run.wait(.editor, .frameRead, within: .seconds(10)) == nil {
            recorder.violation(
                .misbehaviour, "the editor read no picture within 10 s (\(name))",
                span: .since(start))
        }
    }

    /// Lets it run, and returns when it was watched.
    ///
    /// - Parameter rings: Whether the reader is woken in vain meanwhile, out of step with pictures:
    ///   it may rest for a millisecond then and no longer (viewport.md#the-default).
    @discardableResult
    func watch(seconds: Double, rings: Bool = false) -> TimeSpan {
        let start = MonotonicClock.now()
        let window = TimeSpan(start: start, end: start + UInt64(seconds * 1e9))
        var growth = GrowthWatch(
            name, [("editor", run.editorPID), ("runtime", run.runtimePIDs.last ?? 0)])
        let before = use()
        var moment = start
        repeat {
            moment = min(moment + GrowthWatch.interval(Int(seconds)), window.end)
            guard lives(until: moment, rings: rings) else { break }
            growth.note(pictures: run.events.events.count { $0.kind == .frameRead })
        } while moment < window.end
        let length = Double(MonotonicClock.now() - start) / 1e9
        shares = zip(before, use()).compactMap { before, now in
            guard let before, let now, now >= before else { return nil }
            return (now - before) / length
        }
        // A short look would meet what a start gains.
        if seconds >= 5 { self.growth = growth }
        return window
    }

    /// Lets time pass until a moment; false where the editor ended before.
    private func lives(until moment: UInt64, rings: Bool) -> Bool {
        repeat {
            let next = rings ? min(moment, MonotonicClock.now() + 5_300_000) : moment
            let end = run.events.wait(
                until: Deadline(nanoseconds: next), after: run.events.events.count
            ) { $0.role == .editor && $0.kind == .exiting }
            guard end == nil, !run.events.isOver else { return false }
            if rings { region?.ringInVain() }
        } while MonotonicClock.now() < moment
        return true
    }

    /// Lets two slots run and looks into their region again and again, out of step with pictures.
    func watchTwoSlots(seconds: Double) throws {
        guard let region = try TwoSlotRegion(of: run.editorPID, pictures: pictures) else {
            watch(seconds: seconds)
            return recorder.fact("region, \(name)", "not looked at: the editor holds none")
        }
        var torn: [Bool] = []
        var unmarked = 0
        let end = Deadline.after(.microseconds(Int(seconds * 1e6)))
        while !end.hasPassed {
            pass(milliseconds: 3)
            guard let reading = region.look() else { continue }
            if reading.frame == nil { unmarked += 1 } else { torn.append(reading.isTorn) }
        }
        recorder.samples(ViewportMetric.region, torn.map { $0 ? 1 : 0 }, unit: .count)
        if unmarked > 0 {
            recorder.fact("region, \(name)", "\(unmarked) complete pictures have no marks")
        }
        if torn.contains(true) {
            recorder.fact(
                "region, \(name)",
                "\(torn.count { $0 }) of \(torn.count) complete pictures were drawn into")
        }
    }

    /// Stops the runtime for 150 ms.
    func stopRuntime() throws {
        guard let pid = run.runtimePIDs.last else { return }
        let runtime = try RuntimeHandle(pid: pid)
        self.runtime = runtime
        runtime.signal(Signals.stop)
        pass(milliseconds: 150)
        runtime.signal(Signals.continue)
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
            pass(milliseconds: 20)
            region?.look()
            pass(milliseconds: 20)
            signal(Signals.continue)
            stops += 1
            pass(milliseconds: Int.random(in: 5...45, using: &generator))
            meanwhile()
        }
        return stops
    }

    /// Looks at pictures as they are published.
    func watchPublications() {
        guard let pid = run.runtimePIDs.last else { return }
        PublicationWatch.watch(editor: run.editorPID, runtime: pid, pictures: pictures)
            .record(recorder)
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
        region?.record(name, recorder)
        growth?.record(recorder)
        let transcript = ViewportTranscript(run.events.events)
        for (what, found) in [
            ("times or names that cannot be", transcript.contradictions),
            ("the two did not live on undisturbed", StubLives.disturbances(in: run.events.events)),
        ] {
            guard let first = found.first else { continue }
            recorder.violation(.misbehaviour, "\(what), \(found.count) times (\(name)): \(first)")
        }
        return transcript
    }

    /// Seconds of processor time of both stubs.
    private func use() -> [Double?] {
        [run.editorPID, run.runtimePIDs.last ?? 0].map { ProcessorUse.seconds(of: $0) }
    }

    /// Lets time pass while events are taken: the stimulus itself, not a wait for anything.
    func pass(milliseconds: Int) {
        _ = run.events.wait(
            until: .after(.milliseconds(milliseconds)), after: run.events.events.count
        ) { _ in false }
    }
}
