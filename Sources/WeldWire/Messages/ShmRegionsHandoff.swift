/// E to R, once, right after the handshake, with one descriptor a region in the same order.
public struct ShmRegionsHandoff: WireMessage {
    /// Regions that count: 1 to 8.
    public var regionCount: UInt32 = 0
    /// Padding.
    public internal(set) var _pad0: UInt32 = 0
    /// The regions; those past the count are zero.
    public var regions = InlineArray<8, ShmRegionDescriptor>(repeating: ShmRegionDescriptor())

    /// Region counts that are legal.
    public static let legalCounts: ClosedRange<UInt32> = 1...8

    /// Makes an all-zero message.
    public init() {}

    /// Makes a hand-over of 1 to 8 regions; another number is a programming error.
    public init(regions list: [ShmRegionDescriptor]) {
        precondition((1...8).contains(list.count), "a hand-over takes 1 to 8 regions")
        regionCount = UInt32(list.count)
        for (index, region) in list.enumerated() {
            regions[index] = region
        }
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .shmRegionsHandoff }
    /// Who sends it.
    @inlinable public static var sender: Role { .editor }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .handover }
}

/// One region of a hand-over.
public struct ShmRegionDescriptor: SchemaStruct {
    /// What the region is for, fixed text; the viewport's is `viewport`.
    public var logicalName = InlineArray<32, UInt8>(repeating: 0)
    /// The region's size in bytes; must equal what fstat says.
    public var size: UInt64 = 0

    /// Logical name of the viewport's region.
    public static let viewportName = "viewport"

    /// Makes an all-zero descriptor.
    public init() {}

    /// Makes a descriptor.
    public init(logicalName: String, size: UInt64) {
        self.logicalName = FixedText.encode(logicalName)
        self.size = size
    }
}
