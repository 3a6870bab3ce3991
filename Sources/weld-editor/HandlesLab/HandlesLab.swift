import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// The script of `weld-editor --handles-lab`: descriptors of every kind, in every number, in every
/// wrong place (gates.md#g7).
///
/// It reports facts and judges nothing. Every step has a connection of its own where it spoils one.
struct HandlesLab: ~Copyable {
    let services: EditorServices
    let region: EditorRegion
    let launcher: RuntimeLauncher
    let listener: Listener
    var child: ChildProcess?
    var peer: LabPeer?
    /// The number of the step, from 1.
    var step = 0
    var payloads: PayloadGenerator
    /// Whether a twin stayed open although all receivers were done with it.
    var hasOpenTwins = false
    private var hasFailed = false
    private var launches = 0
    private var connections: UInt64 = 0

    init(_ stage: consuming EditorStage, services: EditorServices) {
        self.services = services
        payloads = services.settings.payloads
        region = stage.region
        launcher = stage.launcher
        listener = stage.takeListener()
    }

    /// Runs the script and returns the code to end with.
    mutating func run() -> ExitCode {
        do throws(LabFailure) {
            try launch(withLab: true)
        } catch {
            report(error)
            return .connection
        }
        for entry in LabStep.allCases {
            step += 1
            services.events.emit(.lab(.step(step: step, name: entry.rawValue)))
            do throws(LabFailure) {
                try perform(entry)
            } catch {
                hasFailed = true
                report(error)
                _ = try? renew(region: nil)
            }
        }
        services.events.emit(.lab(.done(steps: step)))
        let end = endRuntime()
        return end == .clean && hasFailed ? .protocolError : end
    }

    // MARK: - Runtimes

    /// Starts a runtime that connects again and again, and greets it.
    mutating func launch(withLab: Bool) throws(LabFailure) {
        launches += 1
        let isFirst = launches == 1
        do throws(SystemError) {
            let child = try launcher.launch(
                isFirst: isFirst, handlesLab: withLab, reconnects: true, regionName: region.name)
            services.events.emit(.spawned(child: child.pid))
            self.child = consume child
        } catch {
            throw .system(error)
        }
        try renew(region: withLab ? region : nil)
    }

    /// Ends the connection, if there is one, and greets the runtime anew.
    mutating func renew(region: EditorRegion?) throws(LabFailure) {
        peer?.connection.close()
        peer = nil
        connections += 1
        peer = try LabPeer(
            listener, number: connections, region: region, services: services)
    }

    /// Ends the runtime as the ordinary life does.
    mutating func endRuntime() -> ExitCode {
        guard let pid = child?.pid else { return .clean }
        let isAsked = (try? askForEnd()) != nil
        let stages: [(signal: Int32?, patience: Duration, code: ExitCode)] = [
            (nil, .nanoseconds(ContractTime.shutdown), isAsked ? .clean : .protocolError),
            (Signals.terminate, .nanoseconds(ContractTime.termination), .neededTerminate),
            (Signals.kill, .nanoseconds(ContractTime.termination), .neededKill),
        ]
        for stage in stages {
            if let signal = stage.signal {
                services.events.emit(.forced(signal: signal, child: pid))
                _ = try? child?.kill(signal)
            }
            let status = (try? child?.wait(until: .after(stage.patience))) ?? .running
            if status != .running {
                services.events.emit(.reaped(child: pid, status: status.description))
                child = nil
                peer = nil
                return stage.code == .clean && status != .exited(code: ExitCode.clean.rawValue)
                    ? .peerDiedTwice : stage.code
            }
        }
        return .neededKill
    }

    private mutating func askForEnd() throws(LabFailure) {
        if peer == nil { try renew(region: nil) }
        guard let connection = peer?.connection else { throw .noRuntime }
        let sequence = try transport { () throws(TransportError) in
            try connection.send(Shutdown())
        }
        _ = try peer?.reply(ShutdownAck.self, to: sequence)
    }

    private func report(_ failure: LabFailure) {
        services.events.emit(.lab(.answered(step: step, how: "failed: \(failure)")))
        services.log("step \(step) failed: \(failure)")
    }
}
