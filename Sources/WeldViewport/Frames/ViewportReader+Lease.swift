// Unsafe code: a sabotage writes where a picture lies.

extension ViewportReader {
    /// Lends the acquired picture where it lies, to a device that reads it after this call; several
    /// can be out at once, of the same picture.
    ///
    /// Until all were given back ``acquire()`` gives nil and the slot stays the reader's: nobody
    /// writes it, not the writer, and not the successor of one that died. In two slots nothing
    /// protects the picture from the writer; the reader waits all the same.
    public mutating func lendCurrent() -> SlotLease { SlotLease(of: acquired, in: region) }

    /// Whether a lease of the acquired picture is out.
    public var isLent: Bool { region.readerSlot.isLent }

    /// Lends the acquired picture to be written where it lies, for a sabotage that spoils what a
    /// device is about to read: a reader that keeps to the protocol only reads.
    public func withCurrentToSpoil(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
        unsafe region.slots.withPixelsToSpoil(of: acquired, body)
    }
}
