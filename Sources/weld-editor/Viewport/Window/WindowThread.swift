import Synchronization
import WeldContract
import WeldDisplay
import WeldPlatform
import WeldStub
import WeldViewport

/// The window's own thread: opens the window, shows every new picture of the region, and closes it.
///
/// Nothing that concerns the runtime's life happens here, and the editor never waits for it without
/// a deadline: a driver that hangs costs the picture and nothing else.
final class WindowThread: Sendable {
    private enum State {
        case opening
        case open
        case ended(WindowEnd)
    }

    private let state = Lock(State.opening)
    private let isOver = Atomic(false)
    private let wake: EventCounter
    private let news: EventCounter
    private let region: ViewportRegion

    /// Starts to open the window.
    init(_ region: ViewportRegion, services: EditorServices) throws(SystemError) {
        self.region = region
        wake = try EventCounter()
        news = try EventCounter()
        _ = try OSThread.start(named: "weld-window") { [self] in
            let end: WindowEnd
            do throws(DisplayError) {
                end = try run(services)
            } catch {
                end = .failed(error)
            }
            state.withLock { $0 = .ended(end) }
            news.signal()
        }
    }

    /// Readable when there is something new to ask for.
    var descriptor: RawDescriptor { news.descriptor.rawValue }

    /// How the thread ended; nil while it lives.
    var end: WindowEnd? {
        state.withLock { state in
            if case .ended(let end) = state { end } else { nil }
        }
    }

    /// What the window failed of.
    var failure: DisplayError? {
        if case .failed(let error)? = end { error } else { nil }
    }

    /// Waits until the window is open or has failed.
    func awaitOpening() {
        let deadline = Deadline.after(.seconds(20))
        while !deadline.hasPassed {
            _ = try? Poll.wait(descriptor, for: .readable, until: deadline)
            _ = news.drain()
            if state.withLock({ if case .opening = $0 { false } else { true } }) { return }
        }
        isOver.store(true, ordering: .relaxed)
        state.withLock { $0 = .ended(.failed(.silentCompositor(awaiting: "window"))) }
    }

    /// Closes the window; false when its thread does not end in time.
    func stop() -> Bool {
        isOver.store(true, ordering: .relaxed)
        wake.signal()
        region.ring()
        let deadline = Deadline.after(.seconds(3))
        while end == nil, !deadline.hasPassed {
            _ = try? Poll.wait(descriptor, for: .readable, until: deadline)
            _ = news.drain()
        }
        return end != nil
    }

    private func run(_ services: EditorServices) throws(DisplayError) -> WindowEnd {
        let settings = services.settings
        let events = services.events
        let display = try Display(
            DisplaySettings(
                picture: region.layout.size, presentMode: settings.presentMode,
                blit: settings.blit, upload: settings.upload, validates: settings.validates,
                isFullscreen: settings.isFullscreen,
                omitsBarrier: settings.sabotages.has(.syncHazard),
                omitsReadBacks: settings.sabotages.has(.noReadBack),
                returnsSlotsEarly: settings.sabotages.has(.returnSlotEarly),
                keepsFirstSize: settings.sabotages.has(.ignoreResize)),
            of: region, readBack: try Self.ring(settings),
            reports: Display.Reports(
                validation: { message in
                    events.emit(.window(WindowEvent(message)))
                    services.log("\(message.severity) of the validation layer: \(message.text)")
                },
                presented: { picture in events.emit(.window(WindowEvent(picture))) }))
        events.emit(.window(WindowEvent(display.facts)))
        state.withLock { if case .opening = $0 { $0 = .open } }
        news.signal()
        let viewer = WindowViewer(region, services: services)
        defer { events.emit(.window(WindowEvent(display.tally))) }
        let mindsClose = !settings.sabotages.has(.ignoreClose)
        while !isOver.load(ordering: .relaxed) {
            if display.isClosed, mindsClose { break }
            let next = try viewer.look(display)
            try display.wait(until: next, wake: wake.descriptor.rawValue)
        }
        try display.finish()
        return display.isClosed ? .closed : .stopped
    }

    private static func ring(_ settings: EditorSettings) throws(DisplayError) -> ReadBackRing? {
        guard let number = settings.readBackDescriptor else { return nil }
        let descriptor: OwnedDescriptor
        do throws(SystemError) {
            descriptor = try OwnedDescriptor.duplicating(number)
        } catch {
            throw .badReadBackMemory("\(error)")
        }
        return try ReadBackRing(adopting: descriptor)
    }
}

/// How the window's thread ended.
enum WindowEnd: Equatable, Sendable {
    /// It was asked to.
    case stopped
    /// The user closed the window.
    case closed
    /// Window, compositor or device failed.
    case failed(DisplayError)

    /// Why the editor ends after it.
    var stopReason: EditorLife.StopReason {
        switch self {
        case .stopped, .closed: .windowClosed
        case .failed: .displayLost
        }
    }
}
