import WeldPlatform
import WeldViewport

/// In place of the window's thread where an editor has no window: it has failed before it began.
final class WindowThread: Sendable {
    private let news: EventCounter

    /// Opens nothing.
    init(_ region: ViewportRegion, services: EditorServices) throws(SystemError) {
        news = try EventCounter()
    }

    /// Readable when there is something new to ask for: never.
    var descriptor: RawDescriptor { news.descriptor.rawValue }

    /// How the thread ended.
    var end: WindowEnd? { .failed(.headlessOnly) }

    /// What the window failed of.
    var failure: DisplayError? { .headlessOnly }

    /// Returns at once.
    func awaitOpening() {}

    /// Returns at once.
    func stop() -> Bool { true }
}

/// How a window's thread ended.
enum WindowEnd: Equatable, Sendable {
    /// There is no window on this system.
    case failed(DisplayError)

    /// Why the editor ends after it.
    var stopReason: EditorLife.StopReason { .displayLost }
}

/// Why there is no window.
enum DisplayError: Error, Equatable, Sendable, CustomStringConvertible {
    /// This editor was built without one.
    case headlessOnly

    /// One sentence for the log.
    var description: String { "this editor has no window on this system; use --headless" }
}
