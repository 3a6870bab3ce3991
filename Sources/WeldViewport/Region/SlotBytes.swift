// Unsafe code: pixels are drawn into and copied out of shared memory by address.

/// The pixels of a region's slots, by number.
@safe
struct SlotBytes {
    private let region: ViewportRegion
    private let bytes: UnsafeMutableRawBufferPointer

    init(region: ViewportRegion, bytes: UnsafeMutableRawBufferPointer) {
        self.region = region
        unsafe self.bytes = bytes
    }

    /// Lends a slot for drawing.
    func draw(in slot: Int, _ body: (PictureCanvas) -> Void) {
        unsafe body(PictureCanvas(size: region.layout.size, bytes: pixels(of: slot)))
    }

    /// Copies a slot's pixels out.
    func copy(_ slot: Int, to picture: borrowing PictureBuffer) {
        unsafe picture.bytes.copyMemory(from: UnsafeRawBufferPointer(pixels(of: slot)))
    }

    private func pixels(of slot: Int) -> UnsafeMutableRawBufferPointer {
        let start = region.layout.slotOffset(slot)
        let count = region.layout.size.byteCount
        return unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + count])
    }
}
