import FrameWitness
import GateHost
import WeldContract

/// Captures the output frame by frame and reports what each one says, until it is told to stop.
///
/// The next capture is asked for before the last one is decoded, so that none is missed.
final class Observation {
    private let source: CaptureSource
    private let events: ObserverEvents
    private var keeping: Keeping
    private var previous: Picture?
    private var lastFrame: UInt32?
    private var captures = 0
    private var tornCount = 0
    private var staleCount = 0

    /// The pixels between the marks are compared in every so many-th row, in other rows from capture
    /// to capture: all of them would cost a software driver's turn.
    private static let rowStep = 8

    /// A picture that was not replaced for longer is stale (gates.md#g6).
    private static let staleAfter: UInt64 = 100_000_000
    /// How long the compositor's own pace is measured at a time, and how often where it is low.
    private static let paceNanoseconds: UInt64 = 250_000_000
    private static let paceTries = 4
    /// Frames a second with which nobody need look again.
    private static let enoughFrames: UInt64 = 58
    private static let patience = Duration.seconds(2)

    init(_ source: CaptureSource, events: ObserverEvents, tornKept: Int) {
        self.source = source
        self.events = events
        keeping = Keeping(tornLimit: tornKept)
    }

    /// Makes a first capture and says that the compositor is ready.
    func begin(socket: String, captureVersion: UInt32, until deadline: Deadline) throws {
        try captureOnce(until: deadline)
        guard let layout = source.layout else { return }
        events.emit(
            .compositorReady(
                socket: socket, width: layout.width, height: layout.height,
                format: "\(layout.format)", captureVersion: captureVersion))
    }

    /// Measures how many frames a second the compositor can show at all, with nobody drawing.
    ///
    /// A busy moment of the host can only lower the figure, so a low one is tried again, and the
    /// best counts.
    func measurePace() throws {
        var best: (frames: UInt64, span: UInt64) = (0, 1)
        for _ in 0..<Self.paceTries where !source.isStopped {
            let start = MonotonicClock.now()
            var frames: UInt64 = 0
            while MonotonicClock.now() - start < Self.paceNanoseconds, !source.isStopped {
                try captureOnce(until: .after(Self.patience))
                frames += 1
            }
            let span = MonotonicClock.now() - start
            if frames * best.span > best.frames * span { best = (frames, span) }
            if frames * 1_000_000_000 >= Self.enoughFrames * span { break }
        }
        events.emit(.pace(frames: best.frames, spanNanoseconds: best.span))
    }

    /// Reports every frame that shows something new, until TERM.
    func watch() throws {
        var pending = try next()
        var isNoted = false
        while let capture = pending, !source.isStopped {
            let since = previous.flatMap { $0.reading.frame == nil ? nil : $0.shownAt }
            let deadline =
                since.map {
                    isNoted
                        ? .never
                        : Deadline(nanoseconds: min($0, .max - Self.staleAfter) + Self.staleAfter)
                }
                ?? .never
            guard try source.isFinished(capture, until: deadline) else {
                if !source.isStopped, let since { noteStale(since) }
                isNoted = true
                continue
            }
            isNoted = false
            pending = try next()
            if capture.hasFailed {
                source.giveBack(capture.buffer)
            } else {
                look(at: capture)
            }
        }
    }

    /// Leaves the pictures worth keeping and says what there was.
    func end(framesDirectory: String?) {
        events.emit(.stopped(captures: captures))
        // What is written now must not hold up what is still running.
        try? SchedulingClass.normal.apply()
        if let framesDirectory {
            keeping.write(into: framesDirectory, last: previous, events: events)
        }
        events.emit(
            .observed(
                captures: captures, torn: tornCount, stale: staleCount, failed: source.failures))
    }

    private func captureOnce(until deadline: Deadline) throws {
        guard let capture = try source.request(onlyWhenNew: false, until: deadline) else { return }
        guard try source.isFinished(capture, until: deadline) || source.isStopped else {
            throw ObserverFailure("the compositor delivers no capture in time")
        }
        source.giveBack(capture.buffer)
    }

    private func next() throws -> Capture? {
        try source.request(onlyWhenNew: true, until: .after(Self.patience))
    }

    // MARK: - One picture

    private func look(at capture: Capture) {
        guard let buffer = capture.buffer, let shownAt = capture.shownAt else { return }
        var layout = buffer.layout
        layout.isInverted = capture.isInverted
        let reading = buffer.withPixels { WitnessReading($0, layout) }
        let pattern = pattern(of: buffer, layout, reading)
        let picture = Picture(
            buffer: buffer, isInverted: capture.isInverted, reading: reading, shownAt: shownAt)
        if let previous { source.giveBack(keeping.take(previous, replacedAt: shownAt)) }
        previous = picture
        captures += 1
        tornCount += reading.isTorn ? 1 : 0
        report(picture, pattern)
        if let frame = reading.frame, !reading.isTorn { lastFrame = frame }
    }

    /// Compares some rows of a whole picture with its frame's; nil for one of the judge's own.
    private func pattern(
        of buffer: ShmBuffer, _ layout: PictureLayout, _ reading: WitnessReading
    ) -> PatternReading? {
        guard let frame = reading.frame, !reading.isTorn, frame < Presenter.firstFrame else {
            return nil
        }
        return buffer.withPixels {
            PatternReading(
                $0, layout, frame: frame, from: captures % Self.rowStep, every: Self.rowStep,
                comparesAlpha: false)
        }
    }

    private func report(_ picture: Picture, _ pattern: PatternReading?) {
        let reading = picture.reading
        // Before the window is there the output shows its background.
        guard reading.frame != nil || lastFrame != nil else { return }
        let isBackwards = reading.frame.flatMap { frame in lastFrame.map { frame < $0 } } ?? false
        events.emit(
            .composited(
                capture: captures, shownNanoseconds: picture.shownAt, frame: reading.frame,
                torn: reading.isTorn, unreadable: reading.unreadableRows,
                foreign: reading.foreignRows, backwards: isBackwards, pixelRows: pattern?.rows,
                wrongPixels: pattern?.wrongPixels))
    }

    private func noteStale(_ since: UInt64) {
        staleCount += 1
        events.emit(.stale(shownNanoseconds: since, frame: lastFrame))
    }
}
