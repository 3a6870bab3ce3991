internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// The third witness: a process of the judge's that captures what the compositor really shows.
final class ObserverProcess {
    private var process: ChildProcess
    private let events: EventReader

    /// Starts it; it waits for the compositor's socket itself.
    init(
        _ plan: AttemptPlan, watching compositor: Compositor, framesDirectory: String,
        events: EventReader
    ) throws(ViewportFault) {
        self.events = events
        let path = Self.path(plan)
        do {
            process = try RealTime.start(as: .observer) { () throws(SystemError) in
                try Self.spawn(
                    path, ["--display", compositor.place, "--frames", framesDirectory],
                    in: framesDirectory, events)
            }
        } catch {
            throw .precondition("the observer could not be started: \(error); run swift build")
        }
    }

    /// Starts the observer's program, which reports to the attempt's events.
    static func spawn(
        _ path: String, _ arguments: [String], in directory: String, _ events: EventReader
    ) throws(SystemError) -> ChildProcess {
        let witnessEnd = try events.witnessEnd()
        return try ChildProcess.spawn(
            path: path, arguments: arguments + ["--events-fd", "3"],
            environment: ViewportEnvironment.variables(
                from: ProcessEnvironment.all(), home: directory),
            directory: directory,
            inheriting: [
                InheritedDescriptor(2, as: 1), InheritedDescriptor(witnessEnd, as: 3),
            ])
    }

    /// The observer stands beside the judge's own program; where that is a test, beside the editor.
    static func path(_ plan: AttemptPlan) -> String {
        let paths = [(try? ProcessEnvironment.executablePath()) ?? "", plan.editorPath].map {
            URL(fileURLWithPath: $0).deletingLastPathComponent()
                .appendingPathComponent("weld-observer").path
        }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? paths[1]
    }

    /// The process id.
    var pid: Int32 { process.pid }

    /// Waits until the compositor is ready by the protocol and its pace is measured; returns the
    /// compositor's socket.
    func waitUntilReady(_ compositor: Compositor, within limit: Duration) throws(ViewportFault)
        -> String
    {
        let deadline = Deadline.after(limit)
        while !deadline.hasPassed {
            let found = events.wait(until: min(deadline, .after(.milliseconds(100)))) {
                $0.kind == .pace || $0.kind == .observerFailed
            }
            if let reason = compositor.ended() { throw .precondition(reason) }
            if case .observer(.failed(let reason)) = found?.event { throw .precondition(reason) }
            let ready = events.events.first { $0.kind == .compositorReady }
            if found != nil,
                case .observer(.compositorReady(let socket, _, _, _, _)) = ready?.event
            {
                return socket
            }
        }
        throw .precondition("the compositor was not ready within \(limit)")
    }

    /// Has it stop watching, and write its pictures meanwhile; returns once it looks no more.
    func stop() {
        _ = try? process.kill(Signals.terminate)
        _ = events.wait(until: .after(.seconds(2))) { [pid] in
            $0.pid == pid && ($0.kind == .stopped || $0.kind == .observerFailed)
        }
    }

    /// Waits until its pictures are written and it has ended; throws where it failed on its way.
    func finish() throws(ViewportFault) {
        _ = try? process.kill(Signals.terminate)
        let status = try? process.wait(until: .after(.seconds(20)))
        events.drain()
        let own = events.events.filter { $0.pid == pid }
        for case .observer(.failed(let reason)) in own.map(\.event) {
            throw .harness(reason)
        }
        guard status == .exited(.clean) else {
            throw .harness("the observer ended as \(status.map { "\($0)" } ?? "unknown")")
        }
    }
}
