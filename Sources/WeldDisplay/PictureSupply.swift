public import WeldViewport

/// Who has the acquired picture: the window asks for it in the one way that its device bears.
public protocol PictureSupply: AnyObject {
    /// Writes the picture, rows without gaps, to memory that the device reads.
    func copy(to bytes: UnsafeMutableRawBufferPointer)
    /// Lends the slot in which the picture lies, until the device is done with it.
    ///
    /// - Parameter isShownAgain: Whether the window had this picture before.
    func lend(isShownAgain: Bool) -> SlotLease
}
