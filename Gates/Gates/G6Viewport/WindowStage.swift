internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// A compositor and the observer that watches it: where editors open their windows, one after the
/// other.
///
/// Everything that was started ends on every path: by `end`, or with this value.
final class WindowStage {
    /// What the observer and every stub report.
    let events: EventReader
    /// The compositor.
    let compositor: Compositor
    /// The compositor's socket.
    let socket: String
    /// Whether the compositor has no screen.
    let isHeadless: Bool

    /// The observer's process id.
    var observerPID: Int32 { observer.pid }

    private let observer: ObserverProcess
    private let plan: AttemptPlan
    private let recorder: Recorder

    /// How long a compositor may need to be ready, on a machine that is busy.
    private static let patience: Duration = .seconds(15)

    /// Starts the compositor, then the observer, and waits until both are ready.
    ///
    /// - Parameter size: The output's, where the compositor is the attempt's own.
    init(_ plan: AttemptPlan, size: WindowSize = .standard, recorder: Recorder) throws {
        self.plan = plan
        self.recorder = recorder
        let frames = "\(plan.scratchDirectory)/f-\(size.width)x\(size.height)"
        try FileManager.default.createDirectory(
            atPath: frames, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        isHeadless = (plan.display?.compositor ?? .sway) != .session
        events = try EventReader(recorder: recorder)
        compositor = try Compositor(plan, size: size)
        observer = try ObserverProcess(
            plan, watching: compositor, framesDirectory: frames, events: events)
        socket = try observer.waitUntilReady(compositor, within: Self.patience)
    }

    /// The most frames a second that the compositor can show; nil where that was not measured.
    var pace: Double? {
        guard
            case .observer(.pace(let frames, let span)) =
                events.events.first(where: { $0.kind == .pace })?.event, span > 0
        else { return nil }
        return Double(frames) * 1e9 / Double(span)
    }

    /// Throws where the compositor has ended: without one nothing can be judged.
    func checkCompositor() throws(ViewportFault) {
        if let reason = compositor.ended() { throw .precondition(reason) }
    }

    /// Ends the watching; the pictures that are kept are written meanwhile.
    func stopWatching() {
        observer.stop()
    }

    /// Ends the observer, then the compositor.
    ///
    /// - Parameter last: What the compositor is needed for once more, when nobody watches it.
    func end(_ last: () throws -> Void = {}) throws {
        try observer.finish()
        try last()
        compositor.takeDown()
        events.drain()
    }

    /// Hands the observer's pictures to the store, and to a person who asked for them, and says
    /// what it counted.
    func keepPictures() {
        if case .observer(.observed(let captures, let torn, let stale, let failed)) =
            events.events.last(where: { $0.kind == .observed && $0.pid == observerPID })?.event
        {
            recorder.fact(
                "observer",
                "captures \(captures), torn \(torn), stale \(stale), failed \(failed)")
        }
        for case .observer(.kept(let name, let path, _, _)) in events.events.map(\.event) {
            recorder.record(.artefact(name: name, path: path))
            guard let directory = plan.display?.framesDirectory else { continue }
            let made = plan.isControl ? plan.controls.names : "real-\(plan.replicate)"
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
