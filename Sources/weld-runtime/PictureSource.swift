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
        // Only who takes another's place is late, where it is meant to be.
        let late = writer.epoch > 1 ? services.settings.sabotages[.latePictures]?.nanoseconds : nil
        pacer = FramePacer(
            framesPerSecond: services.settings.framesPerSecond, start: now + (late ?? 0))
        pacer.relativePeriod = services.settings.sabotages[.slowPace]?.nanoseconds
        pacer.makesUp = services.settings.sabotages.has(.makeUp)
        fault = FrameFault(services.settings.sabotages, start: now)
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
        let fault = fault
        writer.draw { canvas in
            TestPattern.draw(frame: id, rows: 0..<middle, on: canvas)
            services.hold.reach(.drawing)
            TestPattern.draw(frame: id, rows: middle..<canvas.size.height, on: canvas)
            if fault.wrongBits != 0 {
                canvas.flip(fault.wrongBits, x: canvas.size.width / 2, y: middle)
            }
        }
        let record = try writer.publish(as: id)
        if services.settings.sabotages.has(.leakPerDraw) { Loss.memory(WireFaults.leakedBytes) }
        services.hold.reach(.published)
        services.events.emit(
            .framePublished(
                id: record.id, doneNanoseconds: record.completedNanoseconds, epoch: record.epoch))
    }
}

/// Says when each picture is due: on absolute deadlines, so that a late picture does not delay the
/// ones after it.
///
/// Pure; times are nanoseconds of the monotonic clock.
struct FramePacer: Equatable, Sendable {
    private let origin: UInt64
    private let framesPerSecond: UInt64
    private var index: UInt64 = 0
    /// For `slow-pace`: each picture is due so many nanoseconds after the one before.
    var relativePeriod: UInt64?
    private var relativeDue: UInt64?
    /// For `make-up`: no deadline is left out.
    var makesUp = false

    /// The first picture is due at `start`; at 0 a second every picture is due at once.
    init(framesPerSecond: UInt32, start: UInt64) {
        origin = start
        self.framesPerSecond = UInt64(framesPerSecond)
    }

    /// When the next picture is due.
    var due: UInt64 {
        if let relativeDue { return relativeDue }
        return framesPerSecond == 0 ? origin : origin + index * 1_000_000_000 / framesPerSecond
    }

    /// Goes on to the picture after the one drawn now; deadlines that have passed are left out
    /// instead of being made up for.
    mutating func advance(now: UInt64) {
        if let relativePeriod {
            relativeDue = now + relativePeriod
            return
        }
        if makesUp {
            index += 1
            return
        }
        let elapsed = now > origin ? now - origin : 0
        // Split, so that the product cannot overflow.
        let seconds = elapsed / 1_000_000_000
        let rest = elapsed % 1_000_000_000
        let passed = seconds * framesPerSecond + rest * framesPerSecond / 1_000_000_000
        index = max(index + 1, passed)
    }
}

/// The sabotages of a runtime that draws (gates.md#g6).
///
/// Pure; times are nanoseconds of the monotonic clock.
struct FrameFault: Equatable, Sendable {
    /// `frame-backwards` spoils one picture of so many.
    static let backwardsEvery: UInt64 = 30
    /// How far back it goes.
    static let backwardsBy: UInt64 = 3
    /// `leave-out` leaves out one picture of so many.
    static let leftOutEvery: UInt64 = 30

    private let sabotages: Sabotages
    private let start: UInt64
    private var offered: UInt64 = 0

    init(_ sabotages: Sabotages, start: UInt64) {
        self.sabotages = sabotages
        self.start = start
    }

    /// Whether the picture that is due now is not drawn.
    ///
    /// A freeze ends a second, or a period twice as long as itself, so that pictures come before
    /// the first one and between two.
    mutating func leavesOut(at now: UInt64) -> Bool {
        offered &+= 1
        if sabotages.has(.halfRate), offered % 2 == 0 { return true }
        if sabotages.has(.leaveOut), offered % Self.leftOutEvery == 0 { return true }
        guard let freeze = sabotages[.freeze]?.nanoseconds else { return false }
        let period = max(1_000_000_000, 2 * freeze)
        return (now - start) % period >= period - freeze
    }

    /// What is wrong with the pixel in the middle of every picture, red in the low byte.
    var wrongBits: UInt32 {
        (sabotages.has(.wrongPixel) ? 0x40 : 0) | (sabotages.has(.clearAlpha) ? 0xFF00_0000 : 0)
    }

    /// The number that a picture is given, in its record and in its rows.
    func number(insteadOf id: UInt64) -> UInt64 {
        guard sabotages.has(.frameBackwards), id % Self.backwardsEvery == 0 else { return id }
        return id - Self.backwardsBy
    }
}
