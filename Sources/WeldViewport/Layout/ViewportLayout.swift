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
