import WeldDisplay
import WeldPlatform
import WeldStub
import WeldViewport

/// Whoever looks at the pictures: the window's thread, or one that only reads.
struct Viewer: Sendable {
    /// The window's thread; nil without a window.
    let window: WindowThread?
    private let watch: ViewportWatch?
    private let services: EditorServices

    /// Starts to look; a window is open or has failed when this returns.
    init(_ region: ViewportRegion, services: EditorServices) throws(SystemError) {
        self.services = services
        if services.settings.isHeadless {
            window = nil
            watch = try ViewportWatch(region, services: services)
        } else {
            let window = try WindowThread(region, services: services)
            window.awaitOpening()
            self.window = window
            watch = nil
        }
    }

    /// What the window failed of.
    var failure: DisplayError? { window?.failure }

    /// Ends the looking.
    func stop() {
        watch?.stop()
        if let window, !window.stop() {
            services.log("the window does not close: its driver hangs")
        }
    }
}
