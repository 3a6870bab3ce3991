/// What the editor's window reports.
public enum WindowEvent: Sendable {
    /// The window is open: what it is drawn with. Without a validation layer its version is
    /// `none`.
    case display(
        driver: String, device: String, api: String, validation: String?, presentMode: String,
        upload: String, blit: String, format: String, images: Int, hasFeedback: Bool)
    /// The window has this size now, in pixels.
    case window(width: Int, height: Int)
    /// A picture was handed to the compositor; what it is was read back from the device, and is nil
    /// where the window does not show it pixel by pixel. Its age is that at the hand-over. The same
    /// rows lie in a slot of the read-back ring, where there is one and it had room.
    case framePresented(
        id: UInt64, witness: UInt64?, ageNanoseconds: UInt64?, torn: Bool, epoch: UInt32,
        readBackSlot: Int?)
    /// The validation layer complains.
    case validationMessage(severity: String, id: String, text: String)
    /// The window is closed: what it did, by name.
    case displayEnded([(name: String, count: UInt64)])
}
