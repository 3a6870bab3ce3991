import FrameWitness
import GateHost

/// Makes captures one after the other, lends them buffers, and notices when it is time to stop.
final class CaptureSource {
    /// What every capture is like; nil before the first.
    private(set) var layout: PictureLayout?
    /// Whether TERM came, or nobody reads the events any more.
    private(set) var isStopped = false
    /// Captures that the compositor gave up.
    private(set) var failures = 0

    /// Bytes of a capture, at most: 8K has an eighth of it, and the protocol counts in 32 bits.
    private static let mostBytes = 1 << 30

    private let display: Display
    private let region: ObservedRegion?
    private let events: ObserverEvents
    private let stop: SignalReceiver
    private var free: [ShmBuffer] = []

    /// - Parameter region: The part of the output that is captured; nil captures all of it.
    init(
        _ display: Display, region: ObservedRegion?, events: ObserverEvents,
        stop: consuming SignalReceiver
    ) {
        self.display = display
        self.region = region
        self.events = events
        self.stop = stop
    }

    /// Asks for a capture and has it copied: the next frame at once, or the next that is new.
    ///
    /// nil where it was time to stop.
    func request(onlyWhenNew: Bool, until deadline: Deadline) throws -> Capture? {
        let capture = try Capture(of: display, region)
        while !capture.isOffered {
            guard try wait(until: deadline) else {
                if isStopped { return nil }
                throw ObserverFailure("the compositor offers no capture in time")
            }
            if capture.hasFailed { throw ObserverFailure("the compositor refuses captures") }
        }
        try accept(capture.offer)
        capture.copy(into: try buffer(), onlyWhenNew: onlyWhenNew)
        return capture
    }

    /// Waits for a capture's end; false where it is not there yet at the deadline.
    func isFinished(_ capture: Capture, until deadline: Deadline) throws -> Bool {
        while capture.shownAt == nil, !capture.hasFailed {
            guard try wait(until: deadline) else { return false }
        }
        if capture.hasFailed {
            failures += 1
            guard failures < 100 else { throw ObserverFailure("100 captures failed") }
        }
        return true
    }

    /// Takes a buffer back that nobody looks at any more.
    func giveBack(_ buffer: ShmBuffer?) {
        if let buffer { free.append(buffer) }
    }

    private func accept(_ offer: Capture.Offer?) throws {
        guard let offer else { throw ObserverFailure("the compositor names no kind of buffer") }
        guard let format = PixelFormat(rawValue: offer.code) else {
            let code = String(offer.code, radix: 16)
            throw ObserverFailure("captures come in pixel format 0x\(code), which nobody decodes")
        }
        let offered = PictureLayout(
            width: offer.width, height: offer.height, pitch: offer.pitch, format: format)
        guard offered.isSound, offered.byteCount <= Self.mostBytes else {
            throw ObserverFailure(
                "the compositor offers captures of \(offered.width)x\(offered.height) pixels, "
                    + "\(offered.pitch) bytes a row, which are none")
        }
        guard let layout else {
            layout = offered
            for _ in 0..<5 { free.append(try ShmBuffer(offered, on: display)) }
            return
        }
        guard layout == offered else {
            throw ObserverFailure("the output changed its size while it was watched")
        }
    }

    private func buffer() throws -> ShmBuffer {
        if let buffer = free.popLast() { return buffer }
        guard let layout else { throw ObserverFailure("no capture was offered") }
        return try ShmBuffer(layout, on: display)
    }

    /// Handles what comes; false when nothing came until the deadline, or when it is time to stop.
    private func wait(until deadline: Deadline) throws -> Bool {
        let others = [
            PollEntry(stop.descriptor.rawValue, for: .readable),
            // Nothing is waited for but its end.
            PollEntry(events.descriptor.rawValue, for: []),
        ]
        if try display.dispatch(until: deadline, or: others) { return true }
        let readers = try Poll.wait(events.descriptor.rawValue, for: [], until: .immediately)
        if try stop.next(until: .immediately) != nil || !readers.isEmpty { isStopped = true }
        return false
    }
}
