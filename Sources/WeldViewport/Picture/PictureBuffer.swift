// Unsafe code: owns the memory that pictures are copied into.

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
        _ body: (UnsafeMutableRawBufferPointer) -> Result
    ) -> Result {
        unsafe body(bytes)
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
