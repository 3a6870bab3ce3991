import WeldContract
import WeldPlatform
import WeldStub
import WeldWire

@main
struct WeldRuntime {
    static func main() {
        let settings = StubStart.settings(of: runtimeSyntax, defaults: RuntimeSettings())
        StubStart.end(with: run(settings))
    }

    private static func run(_ settings: RuntimeSettings) -> ExitCode {
        let identity = BuildIdentity.current(
            settings.sabotages, engine: settings.engine ?? BuildIdentity.engineVersion)
        let services: RuntimeServices
        var told: EventWriter?
        do throws(SystemError) {
            try Signals.ignore(Signals.interrupt)
            if settings.isInterruptible { try Signals.interrupt(by: Signals.user1) }
            let events = try EventWriter(
                descriptor: settings.eventsDescriptor, role: .runtime,
                sabotages: settings.sabotages)
            told = events
            // Where it runs out later, an allocation ends the process at once (platform.md#exhaustion).
            try ProcessEnvironment.checkRoom(bytes: SessionReader.spareBytes, threads: 2)
            services = RuntimeServices(
                settings: settings, identity: identity, events: events,
                hold: try HoldPoint(at: settings.holdPhase, events: events),
                faults: WireFaults(settings.sabotages))
            try EventSentinel.start(watching: events)
        } catch {
            Log(program: runtimeSyntax.program)("\(error)")
            // A bad descriptor is the caller's mistake; what the system refuses later is not.
            guard let told else {
                return error.kind == .badDescriptor ? .arguments : .connection
            }
            told.emitLast(.connection)
            return .connection
        }
        services.events.emit(.started(engine: identity.engine, build: identity.build))
        for sabotage in settings.sabotages.all {
            services.events.emit(.sabotage(name: sabotage.name.rawValue, value: sabotage.value))
        }
        var runtime = Runtime(services)
        let code = runtime.run()
        services.events.emitLast(code)
        return code
    }
}
