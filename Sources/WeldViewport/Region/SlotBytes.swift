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
    func copy(_ slot: Int, rows: Range<Int>, to picture: inout MutableRawSpan) {
        let size = region.layout.size
        precondition(picture.byteCount == size.byteCount, "not a buffer for this region")
        precondition(rows.lowerBound >= 0 && rows.upperBound <= size.height, "no such rows")
        let range = rows.lowerBound * size.pitch..<rows.upperBound * size.pitch
        let source = unsafe UnsafeRawBufferPointer(rebasing: pixels(of: slot)[range])
        unsafe picture.withUnsafeMutableBytes { bytes in
            unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[range]).copyMemory(from: source)
        }
    }

    /// Lends a slot's pixels for reading.
    func withPixels<Result>(of slot: Int, _ body: (RawSpan) -> Result) -> Result {
        let pixels = unsafe UnsafeRawBufferPointer(pixels(of: slot))
        return unsafe body(pixels.bytes)
    }

    /// Lends a slot's pixels to a sabotage.
    func withPixelsToSpoil(of slot: Int, _ body: (inout MutableRawSpan) -> Void) {
        let pixels = unsafe pixels(of: slot)
        var bytes = unsafe pixels.mutableBytes
        body(&bytes)
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
