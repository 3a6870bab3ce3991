import WeldContract
import WeldPlatform
import WeldStub
import WeldViewport

/// Draws the test pattern into the region at its pace.
struct PictureSource: Sendable {
    private var writer: ViewportWriter
    private var pacer: FramePacer
    private var fault: FrameFault
    private var remaining: UInt64
    private let rows: Int
    private let services: RuntimeServices

    init(_ region: ViewportRegion, _ writer: ViewportWriter, services: RuntimeServices) {
        let now = MonotonicClock.now()
        self.writer = writer
        pacer = FramePacer(framesPerSecond: services.settings.framesPerSecond, start: now)
        fault = FrameFault(services.settings.sabotage, start: now)
        remaining = services.settings.frameLimit ?? .max
        rows = region.layout.size.height
        self.services = services
    }

    /// When the next picture is due; never when all were drawn.
    var due: Deadline { remaining > 0 ? Deadline(nanoseconds: pacer.due) : .never }

    /// Draws and publishes the picture that is due.
    mutating func drawIfDue() throws(ViewportError) {
        guard remaining > 0, due.hasPassed else { return }
        defer { pacer.advance(now: MonotonicClock.now()) }
        guard !fault.leavesOut(at: MonotonicClock.now()) else { return }
        remaining -= 1
        let id = fault.number(insteadOf: writer.nextID)
        let middle = rows / 2
        let services = services
        writer.draw { canvas in
            TestPattern.draw(frame: id, rows: 0..<middle, on: canvas)
            services.hold.reach(.drawing)
            TestPattern.draw(frame: id, rows: middle..<canvas.size.height, on: canvas)
        }
        let record = try writer.publish(as: id)
        services.hold.reach(.published)
        services.events.emit(
            .framePublished(
                id: record.id, doneNanoseconds: record.completedNanoseconds, epoch: record.epoch))
    }
}
