// Unsafe code: none but the handles that the parts own; see there.

internal import CWayland
public import WeldPlatform
public import WeldViewport

/// A window on the screen that shows the runtime's pictures; used by one thread, from making it to
/// dropping it.
///
/// Every wait has a deadline: a hidden window, a compositor or a device that hangs are errors or
/// pictures left out, never a thread that is stuck in here. The driver's own calls are the exception
/// that nobody outside it can bound.
@safe
public final class Display {
    /// What the display reports while it works.
    public struct Reports {
        /// Takes the complaints of the validation layer, on whatever thread it makes them.
        public var validation: @Sendable (ValidationMessage) -> Void
        /// Takes every picture that was presented, once the device is done with it.
        public var presented: (PresentedPicture) -> Void

        /// Makes reports.
        public init(
            validation: @escaping @Sendable (ValidationMessage) -> Void,
            presented: @escaping (PresentedPicture) -> Void
        ) {
            self.validation = validation
            self.presented = presented
        }
    }

    /// What the window is drawn with.
    public let facts: DisplayFacts
    private let settings: DisplaySettings
    private let reports: Reports
    private let region: ViewportRegion?
    private let ring: ReadBackRing?
    private let connection: WaylandConnection
    private let window: Toplevel
    private let instance: Instance
    private let feedback: PresentationFeedback
    private var renderer: Renderer?
    private var answer: WaylandCallback?
    private var isAnswerNoted = true
    private var pacing: Pacing
    private var counts = DisplayTally()
    private var earlierSwapchains: UInt64 = 0
    private var isFreshDevice = true

    /// Opens the window; it appears with its first picture.
    ///
    /// - Parameters:
    ///   - region: Where pictures come from: its slots are read in place where the device can.
    ///   - ring: Where the marks of presented pictures are handed over, besides being judged here.
    public init(
        _ settings: DisplaySettings, of region: ViewportRegion? = nil,
        readBack ring: ReadBackRing? = nil, reports: Reports
    ) throws(DisplayError) {
        self.settings = settings
        self.region = region
        self.ring = ring
        self.reports = reports
        pacing = Pacing(settings.presentMode)
        connection = try WaylandConnection()
        let globals = try WaylandGlobals(connection)
        instance = try Instance(
            validation: settings.validates ? ValidationLog(report: reports.validation) : nil)
        window = try Toplevel(
            globals, title: settings.title, wished: WindowSize(settings.picture),
            isFullscreen: settings.isFullscreen)
        feedback = PresentationFeedback(window)
        let renderer = try Renderer(
            try Surface(instance, window), settings, region: region, ring: ring,
            report: reports.presented)
        self.renderer = renderer
        if let log = instance.validation { try DeliberateHazard.provoke(renderer.device, log) }
        facts = unsafe DisplayFacts(
            driver: renderer.device.physical.driver,
            device: renderer.device.physical.candidate.name,
            api: renderer.device.physical.candidate.version.description,
            validation: instance.validationVersion, presentMode: settings.presentMode,
            upload: renderer.upload, blit: renderer.firstPlan.copiesInto ? .copy : .draw,
            format: renderer.firstPlan.format.description,
            images: Int(renderer.firstPlan.imageCount),
            hasFeedback: globals.presentation != nil)
    }

    /// The window's size.
    public var size: WindowSize { window.size ?? WindowSize(settings.picture) }

    /// Whether the user closed the window.
    public var isClosed: Bool { window.isClosed }

    /// When the window wants its next picture chosen, on the monotonic clock.
    ///
    /// What has passed means now; nil that the compositor has not asked for a picture yet.
    public var choice: UInt64? {
        pacing.choice(at: MonotonicClock.now(), isAnswered: answer?.isDone ?? true)
    }

    /// When to look again, even if the compositor says nothing.
    public var patience: Deadline {
        Deadline(nanoseconds: pacing.deadline(after: MonotonicClock.now()))
    }

    /// Handles what the compositor and the device have done; waits for the compositor, for a
    /// readable `wake` or for the deadline.
    public func wait(until deadline: Deadline, wake: RawDescriptor? = nil) throws(DisplayError) {
        try connection.dispatch(until: deadline, wake: wake)
        if !isAnswerNoted, answer?.isDone ?? true {
            isAnswerNoted = true
            pacing.answered(at: MonotonicClock.now())
        }
        renderer?.judgeDone()
    }

    /// Waits a while until the device reads no slot of the region; false when it still does.
    ///
    /// - Parameter nanoseconds: How long at most.
    public func waitForSlots(atMost nanoseconds: UInt64) throws(DisplayError) -> Bool {
        do throws(DisplayError) {
            return try renderer?.waitForSlots(atMost: nanoseconds) ?? true
        } catch {
            guard error.isLostDevice, !isFreshDevice else { throw error }
            loseDevice()
            return true
        }
    }

    /// Shows a picture, which was chosen just now.
    ///
    /// The picture can be left out, when nothing of the window is free or visible.
    public func show(_ record: FrameRecord, _ supply: any PictureSupply) throws(DisplayError) {
        let chosenAt = MonotonicClock.now()
        try present { (renderer, announce) throws(DisplayError) in
            try renderer.show(record, supply, announce: announce)
        }
        pacing.took(MonotonicClock.now() - chosenAt)
    }

    /// Shows the last picture once more, in a window that has changed its size.
    public func showAgain(_ supply: any PictureSupply) throws(DisplayError) {
        guard !isFreshDevice else { return }
        try present { (renderer, announce) throws(DisplayError) in
            try renderer.showAgain(supply, announce: announce)
        }
    }

    /// Waits until everything that was presented is judged.
    public func finish() throws(DisplayError) {
        try renderer?.settle()
    }

    /// What the window did so far.
    public var tally: DisplayTally {
        var tally = counts
        tally.recreated = earlierSwapchains + (renderer?.slot.life.recreated ?? 0)
        tally.unasked = pacing.unasked
        tally.feedbackShown = feedback.shown
        tally.feedbackDiscarded = feedback.discarded
        tally.feedbackUnanswered = UInt64(feedback.unanswered)
        tally.validationMessages = instance.validation?.messages ?? 0
        tally.stages.add(renderer?.stages ?? DisplayStages())
        return tally
    }

    private func present(
        _ body: (Renderer, () -> Void) throws(DisplayError) -> Bool
    ) throws(DisplayError) {
        do throws(DisplayError) {
            let isShown = try body(try livingRenderer(), announce)
            // What the driver calls out of date can be a compositor that is gone.
            try connection.check()
            if isShown {
                isFreshDevice = false
                counts.presented += 1
            } else {
                counts.leftOut += 1
            }
        } catch {
            try connection.check()
            guard error.isLostDevice, !isFreshDevice else { throw error }
            loseDevice()
        }
    }

    /// Asks the compositor to say when it wants the next picture, and when this one was shown; goes
    /// out with the picture.
    private func announce() {
        pacing.shown(at: MonotonicClock.now(), isAnswered: answer?.isDone ?? true)
        // One question at a time: a hidden window would collect them.
        if answer?.isDone ?? true {
            answer = unsafe WaylandCallback(wl_surface_frame(window.surface), connection)
            isAnswerNoted = false
        }
        feedback.ask()
    }

    private func livingRenderer() throws(DisplayError) -> Renderer {
        if let renderer { return renderer }
        let fresh = try Renderer(
            try Surface(instance, window), settings, region: region, ring: ring,
            report: reports.presented)
        renderer = fresh
        isFreshDevice = true
        return fresh
    }

    /// Drops the device with everything on it; the next picture gets a new one.
    ///
    /// A device that is lost before its first picture is not replaced again.
    private func loseDevice() {
        counts.devicesLost += 1
        earlierSwapchains += renderer?.slot.life.recreated ?? 0
        counts.stages.add(renderer?.stages ?? DisplayStages())
        renderer = nil
    }
}

/// A picture that was handed to the compositor, and what the device says that it was.
public struct PresentedPicture: Equatable, Sendable {
    /// What stood beside the picture in the region.
    public let record: FrameRecord
    /// When it was handed over, on the monotonic clock.
    public let presentedNanoseconds: UInt64
    /// What every row of the window's image says, as read back from the device; nil when the window
    /// does not show the picture pixel by pixel.
    public let reading: Witness.Reading?
    /// The slot of the read-back ring in which the same rows lie for another process; nil without a
    /// ring, or when none of its slots was free.
    public let readBackSlot: Int?
}

/// Who has the acquired picture: the window asks for it in the one way that its device bears.
public protocol PictureSupply: AnyObject {
    /// Writes the picture, rows without gaps, to memory that the device reads.
    func copy(to bytes: inout MutableRawSpan)
    /// Lends the slot in which the picture lies, until the device is done with it.
    ///
    /// - Parameter isShownAgain: Whether the window had this picture before.
    func lend(isShownAgain: Bool) -> SlotLease
}
