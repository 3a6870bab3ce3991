public import WeldViewport

/// A picture that was handed to the compositor, and what the device says that it was.
public struct PresentedPicture: Equatable, Sendable {
    /// What stood beside the picture in the region.
    public let record: FrameRecord
    /// When it was handed over, on the monotonic clock.
    public let presentedNanoseconds: UInt64
    /// What every row of the window's image says, as read back from the device; nil when the window
    /// does not show the picture pixel by pixel.
    public let reading: Witness.Reading?
    /// The slot of the read-back ring in which the same rows lie for another process; nil without a
    /// ring, or when none of its slots was free.
    public let readBackSlot: Int?
}
