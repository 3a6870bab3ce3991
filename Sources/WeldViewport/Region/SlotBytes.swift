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

    /// Copies some rows of a slot to the same place in a picture without gaps.
    func copy(_ slot: Int, rows: Range<Int>, to picture: UnsafeMutableRawBufferPointer) {
        let size = region.layout.size
        precondition(picture.count == size.byteCount, "not a buffer for this region")
        precondition(rows.lowerBound >= 0 && rows.upperBound <= size.height, "no such rows")
        let range = rows.lowerBound * size.pitch..<rows.upperBound * size.pitch
        unsafe UnsafeMutableRawBufferPointer(rebasing: picture[range]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: pixels(of: slot)[range]))
    }

    /// Lends a slot's pixels for reading.
    func withPixels<Result>(
        of slot: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        unsafe body(UnsafeRawBufferPointer(pixels(of: slot)))
    }

    /// Lends a slot's pixels to a sabotage.
    func withPixelsToSpoil(of slot: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        unsafe body(pixels(of: slot))
    }

    /// Lends a slot up to where the next one begins.
    func withMemory<Result>(
        of slot: Int, _ body: (UnsafeMutableRawBufferPointer) -> Result
    ) -> Result {
        let start = region.layout.slotOffset(slot)
        return unsafe body(
            UnsafeMutableRawBufferPointer(
                rebasing: bytes[start..<start + region.layout.slotStride]))
    }

    /// The checksum of a slot's pixels.
    func checksum(of slot: Int) -> UInt64 {
        unsafe PixelChecksum.of(UnsafeRawBufferPointer(pixels(of: slot)))
    }

    private func pixels(of slot: Int) -> UnsafeMutableRawBufferPointer {
        let start = region.layout.slotOffset(slot)
        let count = region.layout.size.byteCount
        return unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + count])
    }
}
