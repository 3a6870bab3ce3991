// Unsafe code: words of the shared mapping are lock-free atomics in place, and pixels are lent where
// they lie. Offsets are the page's constants, checked once against the mapping's size.

internal import FrameWitness
internal import GateHost
internal import Synchronization

/// The milestone's region of two slots as the judge maps it for itself (viewport.md#two-slots).
///
/// Nothing tells its writer what is being read; but it never draws into the slot that it completed
/// last, and whoever finds the counter unchanged after a look has seen a picture that nobody
/// touched.
@safe
final class TwoSlotRegion {
    private enum Offset {
        static let lastComplete = 32
        static let counter = 40
        static let slots = 128
    }

    private let mapping: Mapping
    private let layout: PictureLayout

    /// Maps memory that a stub holds; nil where it is too small for pictures of that size.
    init?(_ memory: consuming MemoryObject, pictures size: WindowSize) throws(SystemError) {
        layout = PictureLayout(
            width: size.width, height: size.height, pitch: 4 * size.width, format: .xbgr8888)
        let needed = Offset.slots + 2 * layout.byteCount
        guard memory.size >= needed else { return nil }
        mapping = try memory.map(isWritable: false)
    }

    /// Maps the region that an editor holds; nil where it holds none of that size.
    convenience init?(of editor: Int32, pictures size: WindowSize) throws(SystemError) {
        guard let entry = RegionView.object(of: editor) else { return nil }
        try self.init(try MemoryObject.opening(entry.number, of: editor), pictures: size)
    }

    /// Reads the picture that was completed last; nil where another was completed meanwhile, or
    /// there is none yet.
    func look() -> WitnessReading? {
        let before = (counter, lastComplete)
        guard before.0 > 1, before.1 < 2 else { return nil }
        let start = Offset.slots + Int(before.1) * layout.byteCount
        let bytes = unsafe UnsafeRawBufferPointer(
            rebasing: mapping.bytes[start..<start + layout.byteCount])
        let reading = unsafe WitnessReading(bytes.bindMemory(to: UInt8.self).span, layout)
        atomicMemoryFence(ordering: .acquiring)
        return (counter, lastComplete) == before ? reading : nil
    }

    private var counter: UInt64 {
        guard let base = unsafe mapping.bytes.baseAddress else { return 0 }
        let place = unsafe (base + Offset.counter).assumingMemoryBound(to: Atomic<UInt64>.self)
        return unsafe UnsafePointer(place).pointee.load(ordering: .acquiring)
    }

    private var lastComplete: UInt32 {
        guard let base = unsafe mapping.bytes.baseAddress else { return .max }
        let place = unsafe (base + Offset.lastComplete).assumingMemoryBound(
            to: Atomic<UInt32>.self)
        return unsafe UnsafePointer(place).pointee.load(ordering: .acquiring)
    }
}
