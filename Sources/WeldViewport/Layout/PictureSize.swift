/// Width and height of a picture; RGBA8, rows top to bottom without gaps (viewport.md#the-picture).
public struct PictureSize: Equatable, Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int

    /// Longest side that a region may have.
    public static let longestSide = 16_384
    /// Bytes of a pixel.
    public static let bytesPerPixel = 4
    /// 1280x720.
    public static let standard = PictureSize(known: 1280, 720)

    /// Makes a size; nil unless both sides are from 1 to 16384.
    public init?(width: Int, height: Int) {
        let legal = 1...Self.longestSide
        guard legal.contains(width), legal.contains(height) else { return nil }
        self.init(known: width, height)
    }

    private init(known width: Int, _ height: Int) {
        self.width = width
        self.height = height
    }

    /// Bytes of a row.
    public var pitch: Int { width * Self.bytesPerPixel }
    /// Bytes of a picture.
    public var byteCount: Int { pitch * height }
}
