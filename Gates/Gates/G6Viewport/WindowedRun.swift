internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// The real editor in a window on a stage, and its real runtime.
///
/// Both end on every path: by `end`, or with this value.
final class WindowedRun {
    private let part: ViewportPart
    private let stage: WindowStage
    /// Where the editor's words go: they say why there is no window.
    private let log: String
    /// Reads what the device gave back; nil for a part without.
    private let witness: PresentedWitness?
    /// Looks into the shared memory; nil for a part that is not looked at.
    private let region: RegionWitness?
    private var editor: SubjectProcess
    private let recorder: Recorder
    private let plan: AttemptPlan
    private var hasEditorEnded = false
    /// How many events came before this part's.
    private let firstEvent: Int
    /// From the editor's start until it was told to end: what was shown before and after is none of
    /// its pictures.
    private var span: TimeSpan

    private var events: EventReader { stage.events }

    /// Starts the editor.
    ///
    /// - Parameter variables: What the judge sets in its environment besides.
    init(
        _ part: ViewportPart, on stage: WindowStage, _ plan: AttemptPlan,
        variables: [String: String] = [:], recorder: Recorder
    ) throws {
        self.part = part
        self.stage = stage
        self.plan = plan
        self.recorder = recorder
        let directory = try Self.directory(of: part, plan)
        log = "\(directory)/editor.log"
        let ring = part.readsBack ? try ReadBackRing(rows: part.size.height) : nil
        let additions = try VulkanDriver.variables(isHeadless: stage.isHeadless)
            .merging(["WAYLAND_DISPLAY": stage.socket]) { $1 }
            .merging(variables) { $1 }
        let logFile = try RegularFile.create(log)
        stage.events.drain()
        firstEvent = stage.events.events.count
        span = TimeSpan(start: MonotonicClock.now(), end: .max)
        editor = try SubjectProcess(
            .editor, plan: plan,
            arguments: [
                "--seconds", String(part.seconds + 60), "--runtime", plan.runtimePath,
            ] + part.arguments + (ring == nil ? [] : ["--read-back-fd", "4"])
                + (stage.isHeadless ? [] : ["--fullscreen"])
                + plan.sabotageArguments(for: .runtime).flatMap { ["--runtime-arg", $0] },
            events: stage.events, runtimeDirectory: directory,
            surroundings: ViewportEnvironment.surroundings(
                in: directory, adding: additions,
                inheriting: ring.map { [InheritedDescriptor($0.descriptor, as: 4)] } ?? []),
            log: logFile.rawValue, recorder: recorder)
        witness = ring.map { [pid = editor.pid] in PresentedWitness($0, editor: pid) }
        witness?.countsNames = !part.isObserved
        region = part.readsBack ? RegionWitness(editor.pid, pictures: part.size) : nil
        stage.events.onArrival = { [witness, region] event in
            witness?.take(event)
            region?.take(event)
        }
    }

    /// The directory of a part's editor: its home, its start, and where its socket goes.
    static func directory(of part: ViewportPart, _ plan: AttemptPlan) throws -> String {
        let directory = "\(plan.scratchDirectory)/e-\(part.name)"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return directory
    }

    /// The editor's process id.
    var editorPID: Int32 { editor.pid }

    /// Everything that takes part; the pid of what is not known is 0.
    var processes: [(name: String, pid: Int32)] {
        var runtime: Int32 = 0
        for case .spawned(let child) in ownEvents.map(\.event) { runtime = child }
        return [
            ("editor", editor.pid), ("runtime", runtime),
            ("observer", stage.observerPID), ("compositor", stage.compositor.pid),
        ]
    }

    /// Both stubs.
    var stubs: [(name: String, pid: Int32)] { Array(processes.prefix(2)) }

    /// How many pictures the editor has presented.
    var presentedCount: Int {
        ownEvents.count { $0.kind == .framePresented && $0.pid == editor.pid }
    }

    /// What was reported since this part began.
    private var ownEvents: ArraySlice<EventRecord> { events.events[firstEvent...] }

    // MARK: - Watching

    /// Waits until the compositor shows a picture of the runtime's, and then until the start is
    /// over; throws where the machine, and records where the editor, does not come to that.
    func waitForPicture(within limit: Duration) throws -> Bool {
        let start = MonotonicClock.now()
        let deadline = Deadline.after(limit)
        while !deadline.hasPassed {
            let found = events.wait(
                until: min(deadline, .after(.milliseconds(100))), after: firstEvent,
                for: isFirstPicture)
            if found != nil {
                return try watch(until: MonotonicClock.now() + part.settling)
            }
            try stage.checkCompositor()
            if try hasEnded(ExitCode.display.documented) {
                throw ViewportFault.precondition(lastWords)
            }
            if hasEditorEnded { return false }
        }
        let isPresenting = ownEvents.contains { $0.kind == .framePresented }
        if isPresenting, !stage.isHeadless {
            throw ViewportFault.precondition(
                "the session does not show the window pixel by pixel over a whole output of its "
                    + "size; use --compositor sway")
        }
        recorder.violation(
            .misbehaviour, "no picture was shown within \(limit) (\(part.name))",
            span: .since(start))
        return false
    }

    /// Takes events until a moment; false where the editor or the compositor ended before.
    func watch(until moment: UInt64) throws -> Bool {
        _ = events.wait(until: Deadline(nanoseconds: moment), after: events.events.count) {
            $0.role == .editor && $0.kind == .exiting
        }
        try stage.checkCompositor()
        guard MonotonicClock.now() < moment else { return true }
        // It has said that it ends: one second is enough to do so.
        _ = try editor.wait(until: .after(.seconds(1)))
        _ = try hasEnded(-1)
        return false
    }

    /// Bytes that the editor gains with every picture by its own word; nil where it said too little.
    func heapAPicture(in window: TimeSpan) -> Double? {
        events.drain()
        return ReportedHeap(ownEvents.lazy.filter { $0.pid == self.editor.pid }, in: window)
            .bytesAPicture
    }

    /// Waits for an end that nobody told the editor; `running` where it does not come in time.
    func waitForEnd(within limit: Duration) throws -> ProcessStatus {
        let status = try editor.wait(until: .after(limit))
        hasEditorEnded = status != .running
        events.drain()
        return status
    }

    /// Why the editor says that it ends.
    var stopReason: String? {
        for case .stopping(let reason) in ownEvents.filter({ $0.pid == editor.pid }).map(\.event) {
            return reason
        }
        return nil
    }

    /// Ends the editor, and records how its word contradicts what the judge read.
    func end() throws {
        span = TimeSpan(start: span.start, end: MonotonicClock.now())
        if !hasEditorEnded {
            editor.signal(Signals.terminate)
            try editor.expectCleanExit(within: .seconds(10))
        }
        events.drain()
        events.onArrival = nil
        recordContradictions()
        recordWitnesses()
    }

    /// What this part showed, once it has ended.
    var transcript: ViewportTranscript {
        ViewportTranscript(
            Self.pictures(of: editor.pid, in: ownEvents, within: span),
            readings: witness?.readings ?? [:], isScreenExact: stage.isHeadless)
    }

    /// Of every picture that the judge read back whether it is whole, and the one that the editor says
    /// it presented.
    var namedReadBacks: [Bool] { witness?.isNamed ?? [] }

    /// Returns the events of one editor and its runtime, and what was captured of their window:
    /// nothing that was shown before its first picture or after its end was asked for.
    static func pictures(
        of editor: Int32, in events: some Sequence<EventRecord>, within span: TimeSpan
    ) -> [EventRecord] {
        var hasBegun = false
        return events.filter { event in
            switch event.role {
            case .editor: return event.pid == editor
            case .runtime: return true
            case .observer:
                guard
                    case .observer(.composited(_, let shown, let frame, _, _, _, _, _, _)) = event
                        .event
                else { return true }
                guard span.holds(shown) else { return false }
                hasBegun = hasBegun || frame != nil
                return hasBegun
            }
        }
    }

    private func isFirstPicture(_ record: EventRecord) -> Bool {
        guard part.readsBack, part.isObserved else {
            return record.kind == .framePresented && record.pid == editor.pid
        }
        guard case .observer(.composited(_, let shown, .some, _, _, _, _, _, _)) = record.event
        else {
            return false
        }
        return span.holds(shown)
    }

    // MARK: - What went wrong

    /// Whether the editor ended, and with this code; any other end is recorded once.
    private func hasEnded(_ expected: Int32) throws -> Bool {
        guard !hasEditorEnded else { return false }
        let status = try editor.wait(until: .immediately)
        guard status != .running else { return false }
        hasEditorEnded = true
        events.drain()
        guard status != .exited(code: expected) else { return true }
        recorder.violation(
            .misbehaviour, "the editor ended while it was watched: \(status) (\(part.name))")
        return false
    }

    /// Why the editor has no window, in its own words.
    private var lastWords: String {
        let bytes = ForeignFile.end(of: log, atMost: 16_384) ?? []
        let words = String(decoding: bytes, as: UTF8.self)
        let last = words.split(separator: "\n").last ?? "the editor has no window or GPU"
        return "\(last); it takes the packages mesa-vulkan-drivers and vulkan-validationlayers"
    }

    /// Records what the judge's own witnesses have to say of this part besides its pictures.
    private func recordWitnesses() {
        region?.record(part.name, recorder)
        // In a session a user can give the window another size at any moment.
        guard let witness, stage.isHeadless else { return }
        recorder.samples(
            ViewportMetric.missing, witness.missing.map { $0 ? 1 : 0 }, unit: .count)
    }

    private func recordContradictions() {
        guard let witness else { return }
        for (what, found) in [
            ("the read-back contradicts the editor's events", witness.contradictions),
            ("the editor says otherwise of what it presented", transcript.disagreements),
            ("times or names that cannot be", transcript.contradictions),
            ("the window was not left alone", stage.isHeadless ? transcript.restlessness : []),
            ("the two did not live on undisturbed", StubLives.disturbances(in: ownEvents)),
        ] {
            guard let first = found.first else { continue }
            recorder.violation(
                .misbehaviour, "\(what), \(found.count) times (\(part.name)): \(first)")
        }
    }
}
