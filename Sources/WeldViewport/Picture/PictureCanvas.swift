// Unsafe code: rows of pixels are lent by address.

/// A picture that is being drawn; lent for one call and not to be kept.
@safe
public struct PictureCanvas {
    /// The picture's size.
    public let size: PictureSize
    private let bytes: UnsafeMutableRawBufferPointer

    init(size: PictureSize, bytes: UnsafeMutableRawBufferPointer) {
        precondition(bytes.count == size.byteCount, "not the bytes of this picture")
        self.size = size
        unsafe self.bytes = bytes
    }

    /// Lends a row as one word a pixel: red in the low byte, then green, blue, alpha.
    @inline(__always)
    func withRow(_ row: Int, _ body: (UnsafeMutableBufferPointer<UInt32>) -> Void) {
        precondition((0..<size.height).contains(row), "no such row")
        let start = row * size.pitch
        unsafe body(
            UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + size.pitch])
                .assumingMemoryBound(to: UInt32.self))
    }
}
