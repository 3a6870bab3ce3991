// Unsafe code: words of the shared mapping are lock-free atomics in place, and pixels are lent where
// they lie. Offsets are the page's constants, and every one is checked against the mapping's size.

internal import FrameWitness
internal import GateHost
internal import Synchronization

/// The viewport's region as the judge maps it for itself: three slots (viewport.md#the-default).
///
/// Written from the page and not from any code of the judged, so that what both sides get wrong
/// alike is seen here. Nothing is ever written into it.
@safe
final class SharedRegion {
    /// Where things lie.
    private enum Offset {
        static let version = 4
        static let width = 8
        static let height = 12
        static let format = 16
        static let slotCount = 20
        static let mailbox = 128
        static let writer = 256
        static let reader = 384
        static let records = 512
        static let recordStride = 128
        static let slots = 4096
    }

    /// What stands beside a picture.
    struct Record: Hashable {
        let frame: UInt64
        let completed: UInt64
        let epoch: UInt32
    }

    /// One picture of the reader's, as it lay there untouched while the judge read it.
    struct Look: Equatable {
        let record: Record
        let reading: WitnessReading
        let pattern: PatternReading?
    }

    /// Size in bytes.
    let size: Int
    /// Whether the kernel says that it can neither shrink nor grow.
    let isSealed: Bool
    /// What of it is not as the page says, in words; empty for one that is.
    let faults: [String]

    private let mapping: Mapping
    private let layout: PictureLayout
    private let slotStride: Int

    private static let magic: UInt32 = 0x5756_5057
    /// The mailbox's flag of a picture that nobody has taken.
    private static let isNew: UInt32 = 4
    /// Where the mailbox lies in it.
    static let mailbox: UInt64 = 128

    /// Maps memory that a stub holds.
    ///
    /// - Parameter size: The pictures' size that was asked for.
    init(_ memory: consuming MemoryObject, pictures size: WindowSize) throws(SystemError) {
        self.size = memory.size
        isSealed = memory.isSealed
        // What a stub can cut while it is read would end the judge: of that a copy is looked at.
        mapping = isSealed ? try memory.map(isWritable: false) : try Self.header(of: memory)
        layout = PictureLayout(
            width: size.width, height: size.height, pitch: 4 * size.width, format: .xbgr8888)
        slotStride = (layout.byteCount + 4095) / 4096 * 4096
        var faults: [String] = []
        if !isSealed { faults.append("it is not sealed against shrinking, growing and more seals") }
        // Only where a seal forbids it: one that is cut would kill whoever maps it.
        if isSealed, memory.resizes(to: memory.size - 4096) || memory.resizes(to: memory.size &+ 1)
        {
            faults.append("it can be given another size although it is sealed")
        }
        let expected = Offset.slots + 3 * slotStride
        if memory.size != expected {
            faults.append("it has \(memory.size) bytes and not \(expected)")
        }
        if memory.size >= Offset.slots {
            let bytes = unsafe UnsafeRawBufferPointer(mapping.bytes)
            let header: [(String, Int, UInt32)] = [
                ("magic", 0, Self.magic), ("version and padding", Offset.version, 2),
                ("width", Offset.width, UInt32(size.width)),
                ("height", Offset.height, UInt32(size.height)), ("format", Offset.format, 0),
                ("slot count", Offset.slotCount, 3),
            ]
            for (name, offset, value) in header {
                let found = unsafe UInt32(
                    littleEndian: bytes.load(fromByteOffset: offset, as: UInt32.self))
                if found != value { faults.append("its \(name) is \(found) and not \(value)") }
            }
        }
        self.faults = faults
    }

    /// Whether there are slots to look into, which nobody can take away.
    var isWhole: Bool { isSealed && size == Offset.slots + 3 * slotStride }

    /// Copies what lies before the slots into memory of the judge's own.
    private static func header(of memory: borrowing MemoryObject) throws(SystemError) -> Mapping {
        let copy = try MemoryObject.sealed(label: "weld-header", size: Offset.slots)
        try copy.descriptor.put(try memory.descriptor.bytes(Offset.slots, at: 0), at: 0)
        return try copy.map(isWritable: false)
    }

    /// Reads the reader's picture where it lies; nil where it was exchanged meanwhile, or there is
    /// none yet.
    ///
    /// Before and after, the three words must give each slot to another, with the mailbox the same
    /// around both mirrors: then nobody is between an exchange and its mirror, and the slot is the
    /// reader's. A picture that came into that slot meanwhile has another record. So what is found
    /// here no host can make torn.
    ///
    /// - Parameter comparesPixels: Whether all pixels are compared too, and not the marks alone.
    func look(comparesPixels: Bool) -> Look? {
        guard isWhole, let slot = readersSlot else { return nil }
        let record = record(of: slot)
        guard record.frame > 0 else { return nil }
        let start = Offset.slots + Int(slot) * slotStride
        let look = unsafe look(
            UnsafeRawBufferPointer(rebasing: mapping.bytes[start..<start + layout.byteCount]),
            record, comparesPixels)
        atomicMemoryFence(ordering: .acquiring)
        guard readersSlot == slot, self.record(of: slot) == record else { return nil }
        return look
    }

    /// Reads the picture that lies in the mailbox, complete and not yet taken, while its writer stands
    /// still; nil where there is none, or the reader took it meanwhile.
    func lookAtMailbox() -> Look? {
        let before = word(Offset.mailbox)
        guard isWhole, before & Self.isNew != 0, before & 3 < 3 else { return nil }
        let record = record(of: before & 3)
        let start = Offset.slots + Int(before & 3) * slotStride
        let look = unsafe look(
            UnsafeRawBufferPointer(rebasing: mapping.bytes[start..<start + layout.byteCount]),
            record, false)
        atomicMemoryFence(ordering: .acquiring)
        return word(Offset.mailbox) == before ? look : nil
    }

    private func look(
        _ bytes: UnsafeRawBufferPointer, _ record: Record, _ comparesPixels: Bool
    ) -> Look {
        let pixels = unsafe bytes.bindMemory(to: UInt8.self).span
        let reading = WitnessReading(pixels, layout)
        let frame = UInt32(truncatingIfNeeded: record.frame)
        return Look(
            record: record, reading: reading,
            pattern: comparesPixels
                ? PatternReading(pixels, layout, frame: frame, comparesAlpha: true) : nil)
    }

    /// Rings where no picture is: whoever waits at the mailbox is woken in vain.
    func ringInVain() { mapping.wake(at: Offset.mailbox) }

    /// The slot that is certainly the reader's; nil where that is not certain now, which is only so
    /// between an exchange and its mirror.
    var readersSlot: UInt32? {
        let before = word(Offset.mailbox)
        let reader = word(Offset.reader)
        let writer = word(Offset.writer)
        guard word(Offset.mailbox) == before, Set([before & 3, reader, writer]) == [0, 1, 2] else {
            return nil
        }
        return reader
    }

    private func record(of slot: UInt32) -> Record {
        let start = Offset.records + Int(slot) * Offset.recordStride
        let bytes = unsafe UnsafeRawBufferPointer(mapping.bytes)
        return unsafe Record(
            frame: UInt64(littleEndian: bytes.load(fromByteOffset: start, as: UInt64.self)),
            completed: UInt64(littleEndian: bytes.load(fromByteOffset: start + 8, as: UInt64.self)),
            epoch: UInt32(littleEndian: bytes.load(fromByteOffset: start + 16, as: UInt32.self)))
    }

    private func word(_ offset: Int) -> UInt32 {
        guard let base = unsafe mapping.bytes.baseAddress else { return .max }
        return unsafe UnsafePointer((base + offset).assumingMemoryBound(to: Atomic<UInt32>.self))
            .pointee.load(ordering: .acquiring)
    }
}
