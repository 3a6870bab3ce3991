import Synchronization
import WeldContract
import WeldDisplay
import WeldPlatform
import WeldStub
import WeldViewport

/// Reads every new picture out of the region, on a thread of its own: the place that a window's
/// render thread will take.
///
/// Nothing that concerns the runtime's life happens here.
final class ViewportWatch: Sendable {
    private let isOver = Atomic(false)
    private let region: ViewportRegion

    /// Looks after so many nanoseconds although nobody rang: a runtime may have no doorbell.
    private static let patience: UInt64 = 8_000_000

    /// Starts to read.
    init(_ region: ViewportRegion, services: EditorServices) throws(SystemError) {
        self.region = region
        _ = try OSThread.start(named: "weld-viewport") { [self] in
            run(services)
        }
    }

    /// Ends the reading.
    func stop() {
        isOver.store(true, ordering: .relaxed)
        region.ring()
    }

    private func run(_ services: EditorServices) {
        var reader = ViewportReader(region)
        var picture = PictureBuffer(size: region.layout.size)
        var copy = PictureCopy(region, sabotages: services.settings.sabotages)
        let fault = PictureFault(services.settings.sabotages)
        var refusals = RefusalReport(services)
        while !isOver.load(ordering: .relaxed) {
            if let record = reader.acquire() {
                let age = record.age(at: MonotonicClock.now())
                copy.copy(from: reader, to: &picture)
                let reading = Witness.read(picture)
                services.hold.reach(.reading)
                services.events.emit(
                    .frameRead(
                        id: record.id, witness: reading.frame.map(UInt64.init) ?? 0,
                        ageNanoseconds: age, marks: reading.marks, epoch: record.epoch))
            } else {
                refusals.look(at: reader)
            }
            reader.awaitPicture(
                until: Deadline(nanoseconds: MonotonicClock.now() + fault.patience(Self.patience)))
            fault.lookLate()
        }
        refusals.sumUp(reader)
    }
}

extension Witness.Reading {
    /// The same as the contract names it.
    var marks: RowMarks { isUnmarked ? .unmarked : isFaulty ? .torn : .whole }
}

/// Says which pictures a reader refused: each reason once, and in the end how many there were.
struct RefusalReport {
    private let services: EditorServices
    private var hasToldWord = false
    private var hasToldPicture = false

    init(_ services: EditorServices) { self.services = services }

    /// Says what is new.
    mutating func look(at reader: ViewportReader) {
        if reader.refusedWords > 0, !hasToldWord {
            hasToldWord = true
            services.log("the runtime's viewport words name no slot: its picture is ignored")
        }
        if reader.refusedPictures > 0, !hasToldPicture {
            hasToldPicture = true
            services.log("a picture is ignored: it is not of the runtime that has the region now")
        }
    }

    /// Says how many pictures there were.
    func sumUp(_ reader: ViewportReader) {
        guard reader.refusedPictures > 1 else { return }
        services.log("\(reader.refusedPictures) pictures of other runtimes were ignored")
    }
}

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

/// How long a ring is waited for before the region is looked at all the same.
///
/// A runtime rings for every picture. One that never does, such as the original's, is noticed by a
/// picture that lies there after a wait in vain; from then on it is looked for more often.
///
/// Pure; times are nanoseconds of the monotonic clock.
struct DoorbellPatience: Equatable, Sendable {
    /// For a runtime that rings: no look in vain, but the window is looked after.
    static let ringing: UInt64 = 50_000_000
    /// For one that does not.
    static let silent: UInt64 = 4_000_000

    private var awaited: UInt64?
    /// Whether a picture came without a ring.
    private(set) var isSilent = false

    /// A picture was found, at a look right after a wait or without one.
    mutating func found(at now: UInt64) {
        if let awaited, now >= awaited { isSilent = true }
        awaited = nil
    }

    /// Until when to wait for a ring.
    mutating func deadline(after now: UInt64) -> UInt64 {
        let deadline = now + (isSilent ? Self.silent : Self.ringing)
        awaited = deadline
        return deadline
    }
}
