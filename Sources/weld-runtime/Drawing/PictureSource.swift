import WeldPlatform
import WeldStub
import WeldViewport

/// Draws the test pattern into the region at its pace.
struct PictureSource: Sendable {
    private var writer: ViewportWriter
    private var pacer: FramePacer
    private var remaining: UInt64
    private let rows: Int
    private let services: RuntimeServices

    init(_ region: ViewportRegion, services: RuntimeServices) {
        writer = ViewportWriter(region)
        pacer = FramePacer(
            framesPerSecond: services.settings.framesPerSecond, start: MonotonicClock.now())
        remaining = services.settings.frameLimit ?? .max
        rows = region.layout.size.height
        self.services = services
    }

    /// When the next picture is due; never when all were drawn.
    var due: Deadline { remaining > 0 ? Deadline(nanoseconds: pacer.due) : .never }

    /// Draws and publishes the picture that is due.
    mutating func drawIfDue() {
        guard remaining > 0, due.hasPassed else { return }
        remaining -= 1
        let id = writer.nextID
        let middle = rows / 2
        let services = services
        writer.draw { canvas in
            TestPattern.draw(frame: id, rows: 0..<middle, on: canvas)
            services.hold.reach(.drawing)
            TestPattern.draw(frame: id, rows: middle..<canvas.size.height, on: canvas)
        }
        let published = writer.publish()
        services.hold.reach(.published)
        services.events.emit(.framePublished(id: published))
        pacer.advance(now: MonotonicClock.now())
    }
}
