import FrameWitness
import GateHost
import Glibc
import WeldContract

/// The witness of what a compositor really shows, and with `--present` a presenter of the judge's
/// own to be witnessed: a process of the judge's, and no stub.
@main
struct WeldObserver {
    static func main() {
        guard let settings = ObserverSettings(Array(CommandLine.arguments.dropFirst())) else {
            print(ObserverSettings.usage)
            exit(CommandLine.arguments.contains("--help") ? 0 : 64)
        }
        do {
            try ProcessStart.prepare()
            // Before any thread: none but the receiver takes the signal.
            let stop = try SignalReceiver(blocking: [Signals.terminate, Signals.interrupt])
            let events = try ObserverEvents(descriptor: settings.eventsDescriptor)
            do {
                if let size = settings.presented {
                    try present(size, settings, events: events, stop: stop)
                } else {
                    try observe(settings, events: events, stop: stop)
                }
            } catch {
                events.emit(.failed(reason: "\(error)"))
                exit(79)
            }
        } catch {
            exit(70)
        }
    }

    private static func observe(
        _ settings: ObserverSettings, events: ObserverEvents, stop: consuming SignalReceiver
    ) throws {
        let deadline = Deadline.after(settings.patience)
        let socket = try SocketSearch.find(settings.display, until: deadline)
        let display = try Display(socket: socket, for: .capturing, until: deadline)
        let source = CaptureSource(
            display, region: settings.region, events: events, stop: stop)
        let observation = Observation(source, events: events, tornKept: settings.tornKept)
        try observation.begin(
            socket: socket, captureVersion: display.screencopyVersion, until: deadline)
        // A part of the output is watched while somebody draws.
        if settings.region == nil { try observation.measurePace() }
        try observation.watch()
        observation.end(framesDirectory: settings.framesDirectory)
    }

    private static func present(
        _ size: PresentedSize, _ settings: ObserverSettings, events: ObserverEvents,
        stop: consuming SignalReceiver
    ) throws {
        let deadline = Deadline.after(settings.patience)
        let socket = try SocketSearch.find(settings.display, until: deadline)
        let display = try Display(socket: socket, for: .presenting, until: deadline)
        let window = try PresenterWindow(
            on: display, size, isFullscreen: settings.isFullscreen, until: deadline)
        let presenter = try Presenter(
            in: window, size, hertz: settings.hertz, events: events, stop: stop)
        try presenter.run(until: .after(settings.length))
    }
}
