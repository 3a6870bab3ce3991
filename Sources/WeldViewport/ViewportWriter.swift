/// Draws pictures into a region of either protocol: one writer a region.
public struct ViewportWriter: Sendable {
    private enum Side {
        case two(TwoSlotWriter)
        case three(ThreeSlotWriter)
    }

    private var side: Side

    /// Begins to write into a region, after the frames that it already holds.
    ///
    /// With `checksums` every record says what its pixels sum up to (three slots).
    ///
    /// - Throws: ``ViewportError/wrongSlot(_:)`` when the region's words leave the writer no slot.
    public init(_ region: ViewportRegion, checksums: Bool = false) throws(ViewportError) {
        switch region.layout.version {
        case .twoSlot: side = .two(TwoSlotWriter(region))
        case .threeSlot: side = .three(try ThreeSlotWriter(region, checksums: checksums))
        }
    }

    /// The id that the next published frame gets, counted from 1.
    public var nextID: UInt64 {
        switch side {
        case .two(let writer): writer.nextID
        case .three(let writer): writer.nextID
        }
    }

    /// Which writer of the region this is; 0 in two slots, which do not say.
    public var epoch: UInt32 {
        switch side {
        case .two: 0
        case .three(let writer): writer.epoch
        }
    }

    /// Lends the slot that nobody was told to read.
    public mutating func draw(_ body: (PictureCanvas) -> Void) {
        switch side {
        case .two(var writer):
            writer.begin()
            side = .two(writer)
            writer.region.slots.draw(in: writer.slot, body)
        case .three(let writer):
            writer.region.slots.draw(in: writer.slot, body)
        }
    }

    /// Publishes what was drawn and returns its record, with the time of completion also where the
    /// region does not keep it.
    ///
    /// `id` is for a sabotage that names a frame wrongly; in two slots the region counts itself.
    ///
    /// - Throws: ``ViewportError/wrongSlot(_:)`` when the reader gave back what is no slot or not
    ///   its own.
    public mutating func publish(as id: UInt64? = nil) throws(ViewportError) -> FrameRecord {
        switch side {
        case .two(let writer): return writer.publish()
        case .three(var writer):
            let record = try writer.publish(as: id)
            side = .three(writer)
            return record
        }
    }
}

/// What stands beside a picture: which one it is, when it was complete, and whose it is.
///
/// Written by the peer: for witnesses and events, never for an address.
public struct FrameRecord: Equatable, Sendable {
    /// The frame's number, counted from 1 over all writers of a region.
    public var id: UInt64
    /// When the picture was complete, on the monotonic clock; 0 where nobody says (two slots).
    public var completedNanoseconds: UInt64
    /// Which writer of the region drew it, counted from 1; 0 where nobody says (two slots).
    public var epoch: UInt32
    /// The checksum of its pixels, where the writer was asked for it.
    public var checksum: UInt64?

    /// Makes a record.
    public init(
        id: UInt64, completedNanoseconds: UInt64 = 0, epoch: UInt32 = 0, checksum: UInt64? = nil
    ) {
        self.id = id
        self.completedNanoseconds = completedNanoseconds
        self.epoch = epoch
        self.checksum = checksum
    }

    /// How old the picture is at a time; nil where nobody says when it was complete, 0 when it
    /// claims to come from the future.
    public func age(at nanoseconds: UInt64) -> UInt64? {
        guard completedNanoseconds > 0 else { return nil }
        return nanoseconds > completedNanoseconds ? nanoseconds - completedNanoseconds : 0
    }
}
