// Unsafe code: the one place where offsets of a checked layout become addresses in the mapping.

public import WeldPlatform

/// A mapped viewport region: memory that another process reads and writes at the same time.
///
/// Sizes were checked against the descriptor before anything was touched. What the peer can still
/// write is read once and atomically, or copied out as pixels.
@safe
public final class ViewportRegion: @unchecked Sendable {
    /// Where things lie.
    public let layout: ViewportLayout
    private let memory: MemoryObject
    private let mapping: Mapping
    /// The slot of this process's reader and its leases, where no peer can write.
    let readerSlot = ReaderSlot()
    /// Whose pictures this process takes.
    let writerInCharge = WriterInCharge()

    /// Writes the header of a new, all-zero region of exactly the layout's size.
    public init(
        creating layout: ViewportLayout, in memory: consuming MemoryObject
    ) throws(ViewportError) {
        guard memory.size == layout.regionSize else {
            throw .wrongRegionSize(expected: layout.regionSize, actual: memory.size)
        }
        self.layout = layout
        try Self.reserve(memory)
        // The editor pays the first touch of every page, so that no frame does.
        mapping = try Self.map(memory, isPopulated: true)
        self.memory = memory
        let header = RegionHeader(layout)
        store(header.magic, at: RegionHeader.Offset.magic)
        store(header.version, at: RegionHeader.Offset.version)
        store(UInt16(0), at: RegionHeader.Offset.padding)
        store(header.width, at: RegionHeader.Offset.width)
        store(header.height, at: RegionHeader.Offset.height)
        store(header.format, at: RegionHeader.Offset.format)
        store(header.slotCount, at: RegionHeader.Offset.slotCount)
        if layout.version == .threeSlot { ThreeSlot.begin(in: self) }
        writerInCharge.appoint(1)
    }

    /// Attaches to a region that somebody else made.
    ///
    /// Its header is read and checked, against its size and against the size of pictures that is
    /// wanted, before a byte of it is mapped or given its place (platform.md#checked-first): memory that only
    /// claims to be a region costs its reader nothing.
    /// - Parameter wanted: The size that its pictures must have; nil takes any.
    public init(
        attaching memory: consuming MemoryObject, wanted: PictureSize? = nil
    ) throws(ViewportError) {
        layout = try RegionHeader(of: memory).layout(regionSize: memory.size)
        if let wanted, layout.size != wanted {
            throw .unwantedPictureSize(layout.size, wanted: wanted)
        }
        // Memory that nobody may write to is refused here, before it gets its place.
        _ = try Self.map(memory, isPopulated: false)
        try Self.reserve(memory)
        mapping = try Self.map(memory, isPopulated: true)
        self.memory = memory
    }

    /// The region's descriptor, lent: to hand it over.
    public var descriptor: RawDescriptor { memory.descriptor.rawValue }

    /// Bytes of the region.
    public var byteCount: Int { memory.size }

    /// How many slots a device can import as memory: all where they begin at pages, else none.
    public var importableSlotCount: Int {
        layout.version == .threeSlot ? layout.version.slotCount : 0
    }

    /// Lends the memory of a slot to be imported, rounded up to whole pages; it begins at one.
    ///
    /// The address is good as long as the region, which a ``SlotLease`` keeps too. Which slot may
    /// be read when, the reader says.
    public func withSlotMemory<Result>(
        _ slot: Int, _ body: (UnsafeMutableRawBufferPointer) -> Result
    ) -> Result {
        precondition((0..<importableSlotCount).contains(slot), "no slot that can be imported")
        return unsafe slots.withMemory(of: slot, body)
    }

    /// The pixels of a slot.
    var slots: SlotBytes { unsafe SlotBytes(region: self, bytes: mapping.bytes) }

    /// The address of an aligned word of the region.
    func address(of offset: Int, count: Int) -> UnsafeMutableRawPointer {
        guard let base = unsafe mapping.bytes.baseAddress, offset >= 0, offset % count == 0,
            offset + count <= byteCount
        else { preconditionFailure("no word of the region") }
        return unsafe base + offset
    }

    private func store<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
        unsafe mapping.bytes.storeBytes(of: value, toByteOffset: offset, as: Value.self)
    }

    /// Gives every byte its place: whoever made the memory may have left it full of holes, and the
    /// first touch of one for which there is no room would end this process.
    private static func reserve(_ memory: borrowing MemoryObject) throws(ViewportError) {
        do throws(SystemError) {
            try memory.reserve()
        } catch {
            throw .system(error)
        }
    }

    private static func map(
        _ memory: borrowing MemoryObject, isPopulated: Bool
    ) throws(ViewportError) -> Mapping {
        do throws(SystemError) {
            return try memory.map(isPopulated: isPopulated)
        } catch {
            throw .system(error)
        }
    }
}
