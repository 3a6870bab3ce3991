import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// A runtime's life: connections one after the other, until one says that it is over.
struct Runtime: ~Copyable {
    private let services: RuntimeServices
    private let remains: EditorRemains
    private var connections: UInt64 = 0

    init(_ services: RuntimeServices) {
        self.services = services
        remains = EditorRemains(services.settings)
    }

    /// Lives and returns the code to end with.
    mutating func run() -> ExitCode {
        var last: SessionEnd?
        while true {
            let end: SessionEnd
            do throws(TransportError) {
                end = try runSession(on: try connect())
            } catch {
                services.log("cannot connect: \(error)")
                // The editor may have died, before we came or since, and left its socket.
                cleanUp()
                return remains.isEditorDead ? last?.exitCode ?? .connection : .connection
            }
            last = end
            if services.settings.reconnects, end.allowsReconnect { continue }
            guard case .editorGone = end else { return end.exitCode }
            cleanUp()
            EndFault.end(services.settings.sabotage)
            return end.exitCode
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
        try Connection.connect(
            path: services.settings.socketPath, until: deadline,
            rules: SessionRules(
                role: .runtime, handlesLab: services.settings.handlesLab,
                acceptsHandoff: services.settings.regionName == nil))
    }

    private mutating func runSession(
        on connection: Connection
    ) throws(TransportError) -> SessionEnd {
        connections += 1
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

    private func cleanUp() {
        if services.settings.sabotage == .leaveSocket { return }
        for path in remains.removeIfDead() {
            services.events.emit(.swept(path: path))
            services.log("removed \(path) of the dead editor \(services.settings.editorPID)")
        }
    }
}
