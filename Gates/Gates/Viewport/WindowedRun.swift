internal import Foundation
internal import GateKit
internal import WeldPlatform

/// The real editor in a window of a compositor of its own, its real runtime, and the observer.
///
/// Everything that was started ends on every path: by `end`, or with this value.
final class WindowedRun {
    /// What all of them report.
    let events: EventReader
    /// The compositor.
    let compositor: Compositor
    /// Where the observer leaves its pictures.
    let framesDirectory: String

    /// Where the editor's words go: they say why there is no window.
    private let log: String
    private let observer: ObserverProcess
    private var editor: SubjectProcess
    private let recorder: Recorder
    private let plan: AttemptPlan
    private var hasEditorEnded = false

    /// How long a compositor may need to be ready, on a machine that is busy.
    private static let patience: Duration = .seconds(15)

    /// Starts the compositor, then the observer, and then the editor.
    init(_ plan: AttemptPlan, lasting seconds: Int, recorder: Recorder) throws {
        self.plan = plan
        self.recorder = recorder
        let directory = "\(plan.scratchDirectory)/e"
        framesDirectory = "\(plan.scratchDirectory)/f"
        for path in [directory, framesDirectory] {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        }
        let isHeadless = (plan.display?.compositor ?? .sway) != .session
        var variables = try VulkanDriver.variables(isHeadless: isHeadless)
        log = "\(directory)/editor.log"
        events = try EventReader(recorder: recorder)
        compositor = try Compositor(plan)
        observer = try ObserverProcess(
            plan, watching: compositor, framesDirectory: framesDirectory, events: events)
        variables["WAYLAND_DISPLAY"] = try observer.waitUntilReady(
            compositor, within: Self.patience)
        let logFile = try RegularFile.create(log)
        editor = try SubjectProcess(
            .editor, plan: plan,
            arguments: [
                "--seconds", String(seconds), "--validation", "on", "--runtime", plan.runtimePath,
            ] + (isHeadless ? [] : ["--fullscreen"])
                + plan.sabotageArguments(for: .runtime).flatMap { ["--runtime-arg", $0] },
            events: events, runtimeDirectory: directory,
            surroundings: ViewportEnvironment.surroundings(in: directory, adding: variables),
            log: logFile.rawValue, recorder: recorder)
    }

    /// The most frames a second that the compositor can show; nil where that was not measured.
    var pace: Double? {
        guard let event = events.events.first(where: { $0.name == "pace" }),
            let frames = event.natural("frames"), let span = event.natural("span_ns"), span > 0
        else { return nil }
        return Double(frames) * 1e9 / Double(span)
    }

    /// Everything that takes part; the pid of what is not known is 0.
    var processes: [(name: String, pid: Int32)] {
        let runtime = events.events.last { $0.name == "spawned" }?.integer("child") ?? 0
        return [
            ("editor", editor.pid), ("runtime", Int32(truncatingIfNeeded: runtime)),
            ("observer", observer.pid), ("compositor", compositor.pid),
        ]
    }

    /// Waits until the compositor shows a picture of the runtime's; throws where the machine, and
    /// records where the editor, does not come to that.
    func waitForPicture(within limit: Duration) throws -> Bool {
        let deadline = Deadline.after(limit)
        while !deadline.hasPassed {
            let found = events.wait(until: min(deadline, .after(.milliseconds(100)))) {
                $0.name == "composited"
            }
            if found != nil { return true }
            if let reason = compositor.ended() { throw ViewportFault.precondition(reason) }
            if try hasEnded(17) {
                let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                let last = words.split(separator: "\n").last ?? "the editor has no window or GPU"
                throw ViewportFault.precondition(
                    "\(last); install the packages mesa-vulkan-drivers and "
                        + "vulkan-validationlayers")
            }
            if hasEditorEnded { return false }
        }
        let isPresenting = events.events.contains { $0.name == "frame-presented" }
        if isPresenting, plan.display?.compositor == .session {
            throw ViewportFault.precondition(
                "the session does not show the window pixel by pixel over a whole output of its "
                    + "size; use --compositor sway")
        }
        recorder.violation(.misbehaviour, "no picture was shown within \(limit)")
        return false
    }

    /// Whether the editor ended, and with this code; any other end is recorded once.
    private func hasEnded(_ expected: Int32) throws -> Bool {
        guard !hasEditorEnded else { return false }
        let status = try editor.wait(until: .immediately)
        guard status != .running else { return false }
        hasEditorEnded = true
        events.drain()
        guard status != .exited(code: expected) else { return true }
        recorder.violation(.misbehaviour, "the editor ended while it was watched: \(status)")
        return false
    }

    /// Takes events until a moment; false where the editor or the compositor ended before.
    func watch(until moment: UInt64) throws -> Bool {
        _ = events.wait(until: Deadline(nanoseconds: moment), after: events.events.count) {
            $0.role == "editor" && $0.name == "exiting"
        }
        if let reason = compositor.ended() { throw ViewportFault.precondition(reason) }
        guard MonotonicClock.now() < moment else { return true }
        // It has said that it ends: one second is enough to do so.
        _ = try editor.wait(until: .after(.seconds(1)))
        _ = try hasEnded(-1)
        return false
    }

    /// Ends the observer first, so that no window's end is taken for a stale picture, then the
    /// editor, then the compositor.
    func end() throws {
        try observer.finish()
        if !hasEditorEnded {
            editor.signal(Signals.terminate)
            try editor.expectCleanExit(within: .seconds(10))
        }
        events.drain()
        compositor.takeDown()
    }

    /// Hands the observer's pictures to the store, and to a person who asked for them.
    func keepPictures() {
        for event in events.events where event.name == "kept" {
            guard let name = event.fields["name"], let path = event.fields["path"] else { continue }
            recorder.record(.artefact(name: name, path: path))
            guard let directory = plan.display?.framesDirectory else { continue }
            let made = plan.control?.name ?? "real-\(plan.replicate)"
            let target = "\(directory)/\(made)-\(name)"
            try? FileManager.default.removeItem(atPath: target)
            do {
                try FileManager.default.copyItem(atPath: path, toPath: target)
            } catch {
                recorder.fault(.harness, "\(target) could not be written: \(error)")
            }
        }
    }
}
