// Unsafe code: words of the shared mapping are lock-free atomics in place, and marks are drawn where they
// lie. Offsets are the page's constants, and the mapping's size is checked before any is used.

internal import FrameWitness
internal import GateHost
internal import Synchronization

/// A writer of the judge's own for a region of three slots: it draws marks and nothing else, and never
/// rings (viewport.md#the-default).
///
/// Written from the page and not from any code of the judged.
@safe
final class OwnWriter {
    /// Where things lie.
    private enum Offset {
        static let epoch = 64
        static let mailbox = 128
        static let writer = 256
        static let records = 512
        static let recordStride = 128
        static let slots = 4096
    }

    /// Which writer of the region this is, by the region's word.
    let epoch: UInt32
    /// Whether the memory has the size of three slots of such pictures.
    let isWhole: Bool

    private let mapping: Mapping
    private let layout: PictureLayout
    private let slotStride: Int
    /// The slot that is the writer's own.
    private var slot: UInt32 = 0
    private var number: UInt32 = 0

    /// The mailbox's flag of a picture that nobody has taken.
    private static let isNew: UInt32 = 4

    /// Maps a region that nobody can cut, before its first picture.
    init(_ memory: borrowing MemoryObject, pictures size: WindowSize) throws(SystemError) {
        layout = PictureLayout(
            width: size.width, height: size.height, pitch: 4 * size.width, format: .xbgr8888)
        slotStride = (layout.byteCount + 4095) / 4096 * 4096
        isWhole = memory.size == Offset.slots + 3 * slotStride
        mapping = try memory.map()
        var word: UInt32 = 0
        if isWhole {
            word = unsafe mapping.bytes.load(fromByteOffset: Offset.epoch, as: UInt32.self)
        }
        epoch = UInt32(littleEndian: word)
    }

    /// Publishes the next picture without a ring.
    ///
    /// - Returns: Its number and the slot that it lies in; nil where the region has no such slot, or the
    ///   mailbox named none.
    func publish() -> (number: UInt32, slot: UInt32)? {
        guard isWhole, slot < 3 else { return nil }
        number += 1
        let published = slot
        guard draw() else { return nil }
        let record = Offset.records + Int(slot) * Offset.recordStride
        unsafe mapping.bytes.storeBytes(of: UInt64(number), toByteOffset: record, as: UInt64.self)
        unsafe mapping.bytes.storeBytes(
            of: MonotonicClock.now(), toByteOffset: record + 8, as: UInt64.self)
        unsafe mapping.bytes.storeBytes(of: epoch, toByteOffset: record + 16, as: UInt32.self)
        guard let base = unsafe mapping.bytes.baseAddress else { return nil }
        let word = number << 3 | Self.isNew | slot
        slot =
            unsafe Self.word(base + Offset.mailbox).pointee
            .exchange(word, ordering: .acquiringAndReleasing) & 3
        unsafe Self.word(base + Offset.writer).pointee.store(slot, ordering: .releasing)
        return (number, published)
    }

    private func draw() -> Bool {
        let start = Offset.slots + Int(slot) * slotStride
        let bytes = unsafe UnsafeMutableRawBufferPointer(
            rebasing: mapping.bytes[start..<start + layout.byteCount])
        let words = unsafe bytes.bindMemory(to: UInt32.self)
        var span = unsafe words.mutableSpan
        return WitnessDrawing.mark(number, in: &span, layout)
    }

    private static func word(_ place: UnsafeMutableRawPointer) -> UnsafePointer<Atomic<UInt32>> {
        unsafe UnsafePointer(place.assumingMemoryBound(to: Atomic<UInt32>.self))
    }
}
