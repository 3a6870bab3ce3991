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
