// Unsafe code: words of the shared mapping are lock-free atomics in place, and pixels are lent where
// they lie. Offsets come from the ring's own constants, never from the other side.

internal import FrameWitness
internal import Synchronization
internal import WeldPlatform

/// Memory of the judge's in which the editor leaves what the device gave back of a picture: the
/// marks at both ends of every row, side by side, in the window image's own format.
///
/// The editor fills a free slot, says its number in that picture's `frame-presented` event, and
/// finds it free again when the judge has read it; without a free one there is no read-back.
@safe
final class ReadBackRing {
    /// Slots, so that a judge that is late by as many pictures loses none.
    static let slotCount = 16

    /// Rows of a picture.
    let rows: Int

    private let memory: MemoryObject
    private let mapping: Mapping

    private static let magic: UInt32 = 0x4B42_5257
    private static let version: UInt32 = 1
    private static let page = 4096
    /// Both marks of a row, 240 pixels each.
    private static let rowPixels = 480
    private static let rowBytes = rowPixels * PixelFormat.bytesPerPixel
    private static let statesOffset = 64

    /// Makes a ring whose slots are free.
    init(rows: Int) throws(SystemError) {
        self.rows = rows
        memory = try .sealed(
            label: "weld-read-back", size: Self.page + Self.slotCount * Self.stride(rows))
        mapping = try memory.map(isPopulated: true)
        let header = [
            Self.magic, Self.version, UInt32(Self.slotCount), UInt32(rows),
            UInt32(Self.rowBytes), UInt32(Self.stride(rows)),
        ]
        for (index, word) in header.enumerated() {
            unsafe mapping.bytes.storeBytes(
                of: word.littleEndian, toByteOffset: 4 * index, as: UInt32.self)
        }
    }

    /// The memory's descriptor, lent for a spawn.
    var descriptor: Int32 { memory.descriptor.rawValue }

    /// Bytes of the whole ring.
    var size: Int { memory.size }

    /// Reads a filled slot and frees it; nil for a slot that is free, or that there is not.
    func take(_ slot: Int, _ format: PixelFormat) -> WitnessReading? {
        let states = unsafe self.states
        guard (0..<Self.slotCount).contains(slot),
            unsafe states[slot].load(ordering: .acquiring) == 1
        else { return nil }
        defer { unsafe states[slot].store(0, ordering: .releasing) }
        let layout = PictureLayout(
            width: Self.rowPixels, height: rows, pitch: Self.rowBytes, format: format)
        let start = Self.page + slot * Self.stride(rows)
        let pixels = unsafe UnsafeRawBufferPointer(
            rebasing: mapping.bytes[start..<start + layout.byteCount])
        return unsafe WitnessReading(pixels.bindMemory(to: UInt8.self).span, layout)
    }

    /// The slots' states, 0 free and 1 filled.
    private var states: UnsafeMutableBufferPointer<Atomic<UInt32>> {
        unsafe UnsafeMutableRawBufferPointer(rebasing: mapping.bytes[Self.statesOffset..<Self.page])
            .assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    private static func stride(_ rows: Int) -> Int {
        (rows * rowBytes + page - 1) / page * page
    }
}
