internal import GateHost
internal import WeldContract

/// The pipe that stubs report to, as the judge reads it: cut into lines, however the reads fall.
///
/// Whatever comes, it holds no more than one line, and one call ends.
final class EventPipe {
    /// What came out of it.
    enum Piece {
        /// A line without its newline.
        case line([UInt8])
        /// A line longer than the contract's, told once; its rest is dropped.
        case tooLong(beginning: [UInt8])
    }

    /// When it last held so much that a line may not have found room; nil where it never did.
    private(set) var lastFull: Fullness?
    /// What is said of a stub that fills it faster than any reports; nil where none did.
    var flood: String? {
        guard lastFull?.isFlood == true else { return nil }
        return "the stubs report more than \(Self.mostBytesASecond >> 20) MiB of events a second"
    }

    /// A moment at which lines may have been lost.
    struct Fullness {
        /// When, in nanoseconds of the judge's clock.
        let time: UInt64
        /// When it had last been empty: nothing was lost before.
        let since: UInt64
        /// Whether what came since it was empty came faster than ``EventPipe/mostBytesASecond``.
        let isFlood: Bool
    }

    private let reading: OwnedDescriptor
    /// Held only while a stub is started: so the pipe ends with the last process that can write
    /// to it, and no wait goes on for an event that nobody is left to send.
    private var writing: OwnedDescriptor?
    private let capacity: Int
    private let buffer = OwnedBytes(count: EventPipe.bufferSize)
    private var unfinished: [UInt8] = []
    private var isSkipping = false
    private var emptiedAt = MonotonicClock.now()
    private var readSince = 0

    private static let bufferSize = 65_536
    /// Reads of one call; a healthy pair never has as much in the pipe.
    private static let reads = 64
    /// A healthy pair reports less than a tenth of it, on any host.
    static let mostBytesASecond: UInt64 = 8 << 20

    /// Makes the pipe.
    init() throws(SystemError) {
        let ends = try PipeEnds()
        try ends.readEnd.setNonBlocking()
        // Best effort: with a smaller buffer less is held, and what is lost is then reported.
        try? ends.setCapacity(bytes: 1 << 20)
        capacity = try ends.readEnd.pipeCapacity()
        writing = try ends.writeEnd.duplicate()
        reading = try ends.readEnd.duplicate()
    }

    /// The end that a stub inherits; lent until ``letGo()``.
    ///
    /// A number that is no descriptor where the system gave none: the start of the stub then fails
    /// for it.
    var writeEnd: Int32 {
        if writing == nil { writing = try? reading.reopenedPipe() }
        return writing?.rawValue ?? -1
    }

    /// Readable when there is news, and at its end when no process is left that could write; lent for
    /// polling.
    var readEnd: Int32 { reading.rawValue }

    /// Closes the judge's own writing end, if it is open.
    func letGo() { writing = nil }

    /// Reads what is there without waiting, of a flood a part.
    func read(_ take: (Piece) -> Void) {
        for _ in 0..<Self.reads {
            noteFullness()
            guard let count = buffer.read(last: Self.bufferSize, from: reading), count > 0
            else {
                emptiedAt = MonotonicClock.now()
                readSince = 0
                return
            }
            readSince += count
            for index in 0..<count { cut(buffer[index], take) }
        }
    }

    private func cut(_ byte: UInt8, _ take: (Piece) -> Void) {
        if byte == UInt8(ascii: "\n") {
            if !isSkipping { take(.line(unfinished)) }
            isSkipping = false
            unfinished.removeAll(keepingCapacity: true)
        } else if !isSkipping {
            unfinished.append(byte)
            guard unfinished.count >= EventLine.limit else { return }
            isSkipping = true
            take(.tooLong(beginning: unfinished))
        }
    }

    /// A line that does not fit into the last page begins another: a pipe without room for one more
    /// is half full at least, but for a page.
    private func noteFullness() {
        let waiting = StreamSocket.unreadBytes(reading.rawValue)
        guard waiting >= max(1, capacity / 2 - EventLine.limit) else { return }
        let now = MonotonicClock.now()
        let time = now - min(now, emptiedAt)
        let isFlood = UInt64(readSince + waiting) > time / 1000 * Self.mostBytesASecond / 1_000_000
        lastFull = Fullness(time: now, since: emptiedAt, isFlood: isFlood)
    }
}
