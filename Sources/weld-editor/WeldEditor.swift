import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@main
struct WeldEditor {
    static func main() {
        let settings = StubStart.settings(of: editorSyntax, defaults: EditorSettings()).resolved
        if settings.keepsAccepting, settings.spawns {
            StubStart.refuse(
                .contradiction("--keep-accepting needs --no-spawn"), program: editorSyntax.program)
        }
        if let sabotage = settings.sabotages.all.first(where: { $0.entry.needsWindow }),
            settings.isHeadless
        {
            StubStart.refuse(
                .contradiction(
                    "--sabotage \(sabotage.name.rawValue) needs a window, not --headless"),
                program: editorSyntax.program)
        }
        StubStart.end(with: run(settings))
    }

    private static func run(_ settings: EditorSettings) -> ExitCode {
        let log = Log(program: editorSyntax.program)
        var told: EventWriter?
        do throws(SystemError) {
            if settings.isInterruptible { try Signals.interrupt(by: Signals.user1) }
            let events = try EventWriter(
                descriptor: settings.eventsDescriptor, role: .editor,
                sabotages: settings.sabotages)
            told = events
            let services = EditorServices(
                settings: settings, events: events,
                hold: try HoldPoint(at: settings.holdPhase, events: events),
                faults: WireFaults(settings.sabotages))
            let code = try live(services)
            events.emitLast(code)
            return code
        } catch {
            log("\(error)")
            // A bad descriptor is the caller's mistake; what the system refuses later is not.
            guard let told else {
                return error.kind == .badDescriptor ? .arguments : .connection
            }
            told.emitLast(.connection)
            return .connection
        }
    }

    private static func live(_ services: EditorServices) throws(SystemError) -> ExitCode {
        let sabotages = services.settings.sabotages
        let identity = BuildIdentity.current(sabotages)
        services.events.emit(.started(engine: identity.engine, build: identity.build))
        for sabotage in sabotages.all {
            services.events.emit(.sabotage(name: sabotage.name.rawValue, value: sabotage.value))
        }
        // From the first thing on that would stay behind, a request to end must not kill.
        if !services.settings.handlesLab {
            try Signals.block([Signals.terminate, Signals.interrupt])
        }
        let stage: EditorStage
        do throws(StartFailure) {
            stage = try EditorStage(services)
        } catch {
            services.log(error.sentence)
            return error.code
        }
        let region = stage.region
        defer { region.removeName() }
        if services.settings.handlesLab {
            var lab = HandlesLab(stage, services: services)
            try watchEvents(services, region, lab.listener.path, lab.listener.file)
            return lab.run()
        }
        return try serve(stage, services)
    }

    /// Ends the process when nobody reads its events any more, and removes what is its own.
    private static func watchEvents(
        _ services: EditorServices, _ region: EditorRegion, _ socketPath: String,
        _ socket: DescriptorFacts
    ) throws(SystemError) {
        try EventSentinel.start(watching: services.events) {
            region.removeName()
            try? StreamSocket.remove(socketPath, ifStill: socket)
        }
    }

    private static func serve(
        _ stage: consuming EditorStage, _ services: EditorServices
    ) throws(SystemError) -> ExitCode {
        let region = stage.region
        let viewer = try Viewer(region.region, services: services)
        if let failure = viewer.failure {
            services.log("\(failure)")
            return .display
        }
        var editor = try Editor(stage, services: services, viewer: viewer)
        let socketPath = editor.listener.path
        try watchEvents(services, region, socketPath, editor.listener.file)
        let code = editor.run()
        if services.settings.sabotages.has(.unlinkAny) { try? StreamSocket.unlink(socketPath) }
        viewer.stop()
        if let failure = viewer.failure {
            services.log("\(failure)")
            return .display
        }
        return code
    }
}
