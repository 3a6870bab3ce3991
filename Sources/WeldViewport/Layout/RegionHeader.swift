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
