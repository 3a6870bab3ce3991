internal import WeldPlatform

/// Which protocol a region speaks; the raw value is the version in its header.
public enum ViewportProtocol: UInt16, CaseIterable, Sendable {
    /// Two slots and a word that names the complete one: the milestone's protocol, which can tear.
    case twoSlot = 1
    /// Three slots and a mailbox that is exchanged: nothing tears, nobody waits.
    case threeSlot = 2

    /// Slots of the protocol, as its header says.
    public var slotCount: Int {
        switch self {
        case .twoSlot: 2
        case .threeSlot: 3
        }
    }
}

/// Where things lie in a region of one protocol and size (viewport.md#two-slots and
/// viewport.md#the-default).
public struct ViewportLayout: Equatable, Sendable {
    /// The unit to which slots of version 2 are rounded up, so that a GPU can import each as it is.
    public static let page = 4096

    /// The protocol.
    public let version: ViewportProtocol
    /// The size of its pictures.
    public let size: PictureSize

    /// Makes the layout of a protocol and size.
    public init(_ version: ViewportProtocol, size: PictureSize) {
        self.version = version
        self.size = size
    }

    /// Offset of a slot's first pixel.
    public func slotOffset(_ slot: Int) -> Int {
        precondition((0..<version.slotCount).contains(slot), "no such slot")
        return firstSlotOffset + slot * slotStride
    }

    /// Bytes of the whole region.
    public var regionSize: Int { firstSlotOffset + version.slotCount * slotStride }

    /// Bytes from one slot to the next.
    public var slotStride: Int {
        switch version {
        case .twoSlot: size.byteCount
        case .threeSlot: (size.byteCount + Self.page - 1) / Self.page * Self.page
        }
    }

    private var firstSlotOffset: Int {
        switch version {
        case .twoSlot: 128
        case .threeSlot: Self.page
        }
    }
}

/// Width and height of a picture; RGBA8, rows top to bottom without gaps (viewport.md#the-picture).
public struct PictureSize: Equatable, Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int

    /// Longest side that a region may have.
    public static let longestSide = 16_384
    /// Bytes of a pixel.
    public static let bytesPerPixel = 4
    /// 1280x720.
    public static let standard = PictureSize(known: 1280, 720)

    /// Makes a size; nil unless both sides are from 1 to 16384.
    public init?(width: Int, height: Int) {
        let legal = 1...Self.longestSide
        guard legal.contains(width), legal.contains(height) else { return nil }
        self.init(known: width, height)
    }

    private init(known width: Int, _ height: Int) {
        self.width = width
        self.height = height
    }

    /// Bytes of a row.
    public var pitch: Int { width * Self.bytesPerPixel }
    /// Bytes of a picture.
    public var byteCount: Int { pitch * height }
}

/// The constant fields at the start of a region, the same in every protocol.
public struct RegionHeader: Equatable, Sendable {
    /// What a region begins with.
    public static let magic: UInt32 = 0x5756_5057
    /// RGBA8 UNORM, the only format.
    public static let format: UInt32 = 0
    /// Bytes of the constant fields.
    static let byteCount = 24

    /// Offsets of the fields in the region.
    enum Offset {
        static let magic = 0
        static let version = 4
        static let padding = 6
        static let width = 8
        static let height = 12
        static let format = 16
        static let slotCount = 20
    }

    /// Bytes 0 to 3.
    public var magic: UInt32
    /// Bytes 4 and 5: the protocol.
    public var version: UInt16
    /// Bytes 8 to 11, in pixels.
    public var width: UInt32
    /// Bytes 12 to 15, in pixels.
    public var height: UInt32
    /// Bytes 16 to 19.
    public var format: UInt32
    /// Bytes 20 to 23.
    public var slotCount: UInt32

    /// Makes a header as it stands; nothing is checked.
    public init(
        magic: UInt32 = RegionHeader.magic, version: UInt16, width: UInt32, height: UInt32,
        format: UInt32 = RegionHeader.format, slotCount: UInt32
    ) {
        self.magic = magic
        self.version = version
        self.width = width
        self.height = height
        self.format = format
        self.slotCount = slotCount
    }

    /// Makes the header of a layout.
    public init(_ layout: ViewportLayout) {
        self.init(
            version: layout.version.rawValue, width: UInt32(layout.size.width),
            height: UInt32(layout.size.height), slotCount: UInt32(layout.version.slotCount))
    }

    /// Reads the header where it lies, without mapping the memory.
    ///
    /// - Throws: ``ViewportError/wrongRegionSize(expected:actual:)`` when there is not even room
    ///   for a header.
    init(of memory: borrowing MemoryObject) throws(ViewportError) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try memory.descriptor.bytes(Self.byteCount, at: 0)
        } catch {
            throw .system(error)
        }
        guard bytes.count == Self.byteCount else {
            throw .wrongRegionSize(expected: Self.byteCount, actual: memory.size)
        }
        self.init(
            magic: bytes.word(at: Offset.magic),
            version: UInt16(truncatingIfNeeded: bytes.word(at: Offset.version)),
            width: bytes.word(at: Offset.width), height: bytes.word(at: Offset.height),
            format: bytes.word(at: Offset.format),
            slotCount: bytes.word(at: Offset.slotCount))
    }

    /// Checks every field, and the region's real size, and returns the layout.
    ///
    /// The size comes from the descriptor (fstat): a header is never believed about it.
    public func layout(regionSize: Int) throws(ViewportError) -> ViewportLayout {
        guard magic == Self.magic else { throw .notARegion(magic: magic) }
        guard let version = ViewportProtocol(rawValue: version) else {
            throw .unknownVersion(self.version)
        }
        guard format == Self.format else { throw .unknownFormat(format) }
        guard slotCount == UInt32(version.slotCount) else { throw .wrongSlotCount(slotCount) }
        guard let size = PictureSize(width: Int(width), height: Int(height)) else {
            throw .wrongPictureSize(width: width, height: height)
        }
        let layout = ViewportLayout(version, size: size)
        guard layout.regionSize == regionSize else {
            throw .wrongRegionSize(expected: layout.regionSize, actual: regionSize)
        }
        return layout
    }
}
