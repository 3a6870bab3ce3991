import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// The shell around ``RuntimeLife``: does what it says, and tells it what came of it.
struct Runtime: ~Copyable {
    private let services: RuntimeServices
    private let remains: EditorRemains
    private var life: RuntimeLife
    private var connection: Connection?
    private var connections: UInt64 = 0

    init(_ services: RuntimeServices) {
        self.services = services
        remains = EditorRemains(services.settings)
        life = RuntimeLife(reconnects: services.settings.reconnects)
    }

    /// Lives and returns the code to end with.
    mutating func run() -> ExitCode {
        var action = life.handle(.start)
        while let next = action {
            switch next {
            case .connect: action = life.handle(tryToConnect())
            case .serve: action = life.handle(serve())
            case .removeRemains: action = life.handle(cleanUp())
            case .end(.region) where services.settings.sabotages.has(.regionExitZero):
                return .clean
            case .end(let code): return code
            }
        }
        preconditionFailure("the life stands still in \(life.state)")
    }

    private mutating func tryToConnect() -> RuntimeLife.Input {
        if let late = services.settings.sabotages[.lateStart] {
            FaultPause.wait(nanoseconds: late.nanoseconds)
        }
        do throws(TransportError) {
            connection = try connect()
            return .connected
        } catch {
            services.log("cannot connect: \(error)")
            return .cannotConnect
        }
    }

    private mutating func serve() -> RuntimeLife.Input {
        guard let connection = connection.take() else { return .cannotConnect }
        do throws(TransportError) {
            return .sessionEnded(try runSession(on: connection))
        } catch {
            services.log("cannot connect: \(error)")
            return .cannotConnect
        }
    }

    /// Connects; with `--reconnect` a living editor may take 2 s to listen.
    private func connect() throws(TransportError) -> Connection {
        services.hold.reach(.beforeConnect)
        let deadline = Deadline.after(Handshake.deadline)
        while true {
            do throws(TransportError) {
                return try connect(until: deadline)
            } catch {
                guard case .refused = error, services.settings.reconnects, !deadline.hasPassed,
                    !remains.editorDies(by: .after(.milliseconds(1)))
                else { throw error }
            }
        }
    }

    private func connect(until deadline: Deadline) throws(TransportError) -> Connection {
        let connection = try Connection.connect(
            path: services.settings.socketPath, until: deadline,
            rules: SessionRules(
                role: .runtime, handlesLab: services.settings.handlesLab,
                acceptsHandoff: services.settings.regionName == nil))
        try checkListener(of: connection)
        return connection
    }

    /// Makes sure that it is the editor who listens: this user's process, and while the editor lives
    /// that very one (platform.md#identity).
    ///
    /// A process that this one cannot see, in another namespace, has no number here: 0.
    private func checkListener(of connection: Connection) throws(TransportError) {
        let peer = try connection.peer()
        guard peer.userID == ProcessEnvironment.userID else {
            throw .foreignPeer(userID: peer.userID)
        }
        guard peer.pid == 0 || peer.pid == services.settings.editorPID || remains.isEditorDead
        else { throw .strangePeer(pid: peer.pid) }
    }

    private mutating func runSession(
        on connection: Connection
    ) throws(TransportError) -> SessionEnd {
        connections += 1
        connection.startNumbering(at: services.settings.firstSequence)
        let peer = (try? connection.peer())?.pid ?? 0
        services.events.emit(.connected(connection: connections, peer: peer))
        do throws(SystemError) {
            let queue = try BoundedQueue<SceneInput>()
            let tally = CountsBox()
            let services = services
            let thread = try OSThread.start(named: "weld-reader") {
                let reader = SessionReader(connection, queue: queue, services: services)
                tally.add(reader.run())
            }
            var loop = MainLoop(connection, queue: queue, services: services)
            let end = loop.run()
            connection.close()
            queue.close()
            thread.join()
            tally.add(loop.counts)
            services.events.emit(.counts(connection: connections, tally.value))
            services.events.emit(.memory(.current()))
            return end
        } catch {
            throw .system(error)
        }
    }

    private func cleanUp() -> RuntimeLife.Input {
        if !services.settings.sabotages.has(.leaveSocket) {
            for path in remains.removeIfDead() {
                services.events.emit(.swept(path: path))
                services.log("removed \(path) of the dead editor \(services.settings.editorPID)")
            }
        }
        if connections > 0 { EndFault.end(services.settings.sabotages) }
        return .cleanedUp(isEditorDead: remains.isEditorDead)
    }
}

/// What every part of the runtime uses: settings, events, log, holds.
struct RuntimeServices: Sendable {
    let settings: RuntimeSettings
    let identity: BuildIdentity
    let events: EventWriter
    let hold: HoldPoint<RuntimePhase>
    let faults: WireFaults
    let log = Log(program: "weld-runtime")
}
