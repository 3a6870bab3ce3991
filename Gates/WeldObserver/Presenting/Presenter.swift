import FrameWitness
import GateHost
import WeldContract

/// Shows pictures of the judge's own at a steady rate: what compositor and host can carry without
/// any code of the judged (credibility.md#capacity).
///
/// A picture is due at its moment, whatever became of the one before; one for which no buffer is
/// free is left out, as a host that is too slow deserves.
final class Presenter {
    private let window: PresenterWindow
    private let period: UInt64
    private let events: ObserverEvents
    private let stop: SignalReceiver
    private let buffers: [PresenterBuffer]
    private var frame = Presenter.firstFrame

    /// High, so that nobody takes a picture of the judge's for one of the judged.
    static let firstFrame: UInt32 = 0x4000_0000

    /// Makes the buffers.
    ///
    /// - Parameter hertz: Pictures a second, 1 or more.
    init(
        in window: PresenterWindow, _ size: PresentedSize, hertz: UInt64, events: ObserverEvents,
        stop: consuming SignalReceiver
    ) throws {
        self.window = window
        self.events = events
        self.stop = stop
        period = 1_000_000_000 / max(1, hertz)
        let layout = PictureLayout(
            width: size.width, height: size.height,
            pitch: size.width * PixelFormat.bytesPerPixel)
        buffers = try (0..<4).map { _ in
            let buffer = try ShmBuffer(layout, on: window.display)
            buffer.withWords { words in
                for pixel in 0..<words.count { words[pixel] = UInt32(truncatingIfNeeded: pixel) }
            }
            return PresenterBuffer(buffer)
        }
    }

    /// Shows pictures until TERM, until nobody reads the events any more, or for so long.
    func run(until end: Deadline) throws {
        var due = MonotonicClock.now()
        while !end.hasPassed {
            present()
            due += period
            let now = MonotonicClock.now()
            // What should have been shown in a gap is left out, and not made up for.
            if due < now { due += (now - due) / period * period }
            guard try wait(until: min(end, Deadline(nanoseconds: due))) else { return }
        }
    }

    private func present() {
        guard let free = buffers.first(where: { !$0.isLent }) else { return }
        frame += 1
        let (buffer, number) = (free.buffer, frame)
        let isDrawn = buffer.withWords { words in
            WitnessDrawing.mark(number, in: &words, buffer.layout)
        }
        guard isDrawn else { return }
        let done = MonotonicClock.now()
        free.show(in: window)
        events.emit(.painted(frame: number, doneNanoseconds: done))
    }

    /// Handles what comes until a moment; false when it is time to stop.
    private func wait(until moment: Deadline) throws -> Bool {
        let others = [
            PollEntry(stop.descriptor.rawValue, for: .readable),
            // Nothing is waited for but its end.
            PollEntry(events.descriptor.rawValue, for: []),
        ]
        while !moment.hasPassed, !window.isClosed {
            if try window.display.dispatch(until: moment, or: others) { continue }
            let readers = try Poll.wait(events.descriptor.rawValue, for: [], until: .immediately)
            guard try stop.next(until: .immediately) == nil, readers.isEmpty else { return false }
        }
        return !window.isClosed
    }
}
