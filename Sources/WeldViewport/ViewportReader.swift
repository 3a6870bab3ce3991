// Unsafe code: pictures are copied to and lent as raw memory, for a GPU's staging buffers; a
// sabotage writes where a picture lies.

internal import Synchronization
public import WeldPlatform

/// Reads pictures out of a region of either protocol: one reader a region.
///
/// In three slots the acquired picture is the reader's own until the next ``acquire()``: it can be
/// copied, read in place, or lent to a device that imported the slot, which holds the next
/// acquisition up until it is given back. In two slots it can be torn; the witness tells.
public struct ViewportReader: Sendable {
    private enum Side {
        case two(TwoSlotReader)
        case three(ThreeSlotReader)

        func isNews(_ word: UInt32) -> Bool {
            switch self {
            case .two(let reader): reader.isNews(word)
            case .three(let reader): reader.isNews(word)
            }
        }
    }

    let region: ViewportRegion
    private var side: Side
    private var wait = PictureWait()

    /// Begins to read a region.
    public init(_ region: ViewportRegion) {
        self.region = region
        switch region.layout.version {
        case .twoSlot: side = .two(TwoSlotReader(region))
        case .threeSlot: side = .three(ThreeSlotReader(region))
        }
    }

    /// Takes the newest complete picture; nil when it was taken before, or there is none yet.
    ///
    /// Nil too, and no word of the region is touched, while the current slot is lent.
    public mutating func acquire() -> FrameRecord? {
        guard !isLent else { return nil }
        let record: FrameRecord?
        switch side {
        case .two(var reader):
            record = reader.acquire()
            side = .two(reader)
        case .three(var reader):
            record = reader.acquire()
            side = .three(reader)
        }
        if record != nil { wait.tookPicture() }
        return record
    }

    /// Waits until a new picture may be there, somebody rings, or the deadline passes.
    ///
    /// For after an ``acquire()`` that gave nil. A picture is told once: who does not take it is
    /// woken by the next one. After a wake to which no picture was taken it listens again when a
    /// millisecond has passed, so that nobody who rings or flips the word makes a processor busy.
    /// A peer that never rings is seen at the deadline.
    public mutating func awaitPicture(until deadline: Deadline) {
        let side = side
        wait.wait(region, until: deadline) { side.isNews($0) }
    }

    /// Wakes of ``awaitPicture(until:)`` to which no picture was taken: at most about one a
    /// millisecond.
    public var futileWakes: UInt64 { wait.futileWakes }

    /// How often the writer's words named a slot that cannot be; each was ignored.
    public var refusedWords: UInt64 {
        switch side {
        case .two: 0
        case .three(let reader): reader.refusedWords
        }
    }

    /// How many pictures were refused because they were not of the writer that the region was given
    /// to last (viewport.md#crash-rules); 0 in two slots, which do not say whose they are.
    public var refusedPictures: UInt64 {
        switch side {
        case .two: 0
        case .three(let reader): reader.refusedPictures
        }
    }

    /// The slot of the acquired picture; nil before the first, and after one was refused that had
    /// taken its place already.
    public var currentSlot: Int? {
        switch side {
        case .two(let reader): reader.slot
        case .three(let reader): reader.slot
        }
    }

    /// Where the acquired picture begins in the region; nil before the first.
    public var currentSlotOffset: Int? { currentSlot.map(region.layout.slotOffset) }

    /// Copies the acquired picture, rows without gaps, to exactly as many bytes as it has.
    public func copyCurrent(to bytes: inout MutableRawSpan) {
        copyCurrent(rows: 0..<region.layout.size.height, to: &bytes)
    }

    /// Copies some rows of the acquired picture to their place in a whole one.
    public func copyCurrent(rows: Range<Int>, to bytes: inout MutableRawSpan) {
        region.slots.copy(acquired, rows: rows, to: &bytes)
    }

    /// Copies the acquired picture to a buffer of its size.
    public func copyCurrent(to picture: borrowing PictureBuffer) {
        var bytes = unsafe picture.bytes.mutableBytes
        copyCurrent(to: &bytes)
    }

    /// Lends the acquired picture where it lies.
    public func withCurrent<Result>(_ body: (RawSpan) -> Result) -> Result {
        region.slots.withPixels(of: acquired, body)
    }

    /// Sums the acquired picture up, to compare with its record's checksum.
    public func checksumOfCurrent() -> UInt64 { region.slots.checksum(of: acquired) }

    var acquired: Int {
        guard let currentSlot else { preconditionFailure("no picture was acquired") }
        return currentSlot
    }
}

extension ViewportReader {
    /// Lends the acquired picture where it lies, to a device that reads it after this call; several
    /// can be out at once, of the same picture.
    ///
    /// Until all were given back ``acquire()`` gives nil and the slot stays the reader's: nobody
    /// writes it, not the writer, and not the successor of one that died. In two slots nothing
    /// protects the picture from the writer; the reader waits all the same.
    public mutating func lendCurrent() -> SlotLease { SlotLease(of: acquired, in: region) }

    /// Whether a lease of the acquired picture is out.
    public var isLent: Bool { region.readerSlot.isLent }

    /// Lends the acquired picture to be written where it lies, for a sabotage that spoils what a
    /// device is about to read: a reader that keeps to the protocol only reads.
    public func withCurrentToSpoil(_ body: (inout MutableRawSpan) -> Void) {
        region.slots.withPixelsToSpoil(of: acquired, body)
    }
}

/// The acquired slot while a device reads it where it lies: a slot in flight.
///
/// As long as one of them is out, the slot stays the reader's and nobody writes it: the reader
/// acquires nothing, and a writer's succession goes by the reader's slot. It keeps the mapping
/// alive too, whoever else lets go of the region.
public final class SlotLease: Sendable {
    /// The slot that is lent.
    public let slot: Int
    private let region: ViewportRegion
    private let isOut = Atomic(true)

    init(of slot: Int, in region: ViewportRegion) {
        self.slot = slot
        self.region = region
        region.readerSlot.lend()
    }

    deinit { giveBack() }

    /// Gives the slot back once the device has read it for the last time (its fence has passed).
    ///
    /// From any thread; what comes after the first call does nothing. Whoever waits for a picture
    /// is not woken by it.
    public func giveBack() {
        guard isOut.exchange(false, ordering: .relaxed) else { return }
        region.readerSlot.takeBack()
    }
}
