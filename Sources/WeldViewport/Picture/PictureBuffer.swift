// Unsafe code: owns the memory that pictures are copied into, and lends rows of pixels by address.

/// Private memory for one picture.
@safe
public struct PictureBuffer: ~Copyable, @unchecked Sendable {
    /// The picture's size.
    public let size: PictureSize
    let bytes: UnsafeMutableRawBufferPointer

    /// Makes a black, transparent picture.
    public init(size: PictureSize) {
        self.size = size
        unsafe bytes = .allocate(byteCount: size.byteCount, alignment: 64)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        unsafe bytes.deallocate()
    }

    /// Lends the picture for drawing.
    public mutating func draw(_ body: (PictureCanvas) -> Void) {
        unsafe body(PictureCanvas(size: size, bytes: bytes))
    }

    /// Lends the picture's memory.
    public mutating func withBytes<Result>(
        _ body: (inout MutableRawSpan) -> Result
    ) -> Result {
        var span = unsafe bytes.mutableBytes
        return body(&span)
    }

    /// A pixel as its four bytes in memory order: red, green, blue, alpha.
    public func pixel(x: Int, y: Int) -> (UInt8, UInt8, UInt8, UInt8) {
        precondition((0..<size.width).contains(x) && (0..<size.height).contains(y), "no such pixel")
        let offset = y * size.pitch + x * PictureSize.bytesPerPixel
        return unsafe (
            bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]
        )
    }
}

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

    /// Changes bits of one pixel, red in the low byte, for a sabotage that draws it wrongly.
    public func flip(_ bits: UInt32, x: Int, y: Int) {
        precondition((0..<size.width).contains(x), "no such pixel")
        unsafe withRow(y) { unsafe $0[x] ^= bits }
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
