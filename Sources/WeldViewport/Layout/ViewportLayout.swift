/// Which protocol a region speaks; the raw value is the version in its header.
public enum ViewportProtocol: UInt16, CaseIterable, Sendable {
    /// Two slots and a word that names the complete one: the milestone's protocol, which can tear.
    case twoSlot = 1

    /// Slots of the protocol, as its header says.
    public var slotCount: Int {
        switch self {
        case .twoSlot: 2
        }
    }
}

/// Where things lie in a region of one protocol and size (viewport page, Region layout).
public struct ViewportLayout: Equatable, Sendable {
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

    private var firstSlotOffset: Int {
        switch version {
        case .twoSlot: 128
        }
    }

    private var slotStride: Int {
        switch version {
        case .twoSlot: size.byteCount
        }
    }
}
