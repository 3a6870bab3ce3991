/// The pixel formats in which a compositor may hand out a capture, four bytes a pixel each.
///
/// The codes are those of `wl_shm.format`; names read from the highest byte of a little-endian
/// word down.
public enum PixelFormat: UInt32, CaseIterable, Sendable {
    case argb8888 = 0
    case xrgb8888 = 1
    case abgr8888 = 0x3432_4241
    case xbgr8888 = 0x3432_4258
    case rgba8888 = 0x3432_4152
    case rgbx8888 = 0x3432_5852
    case bgra8888 = 0x3432_4142
    case bgrx8888 = 0x3432_5842

    /// Bytes of a pixel.
    public static let bytesPerPixel = 4

    /// Where red, green and blue stand in a pixel's four bytes.
    var offsets: (red: Int, green: Int, blue: Int) {
        switch self {
        case .argb8888, .xrgb8888: (2, 1, 0)
        case .abgr8888, .xbgr8888: (0, 1, 2)
        case .rgba8888, .rgbx8888: (3, 2, 1)
        case .bgra8888, .bgrx8888: (1, 2, 3)
        }
    }
}

/// How the bytes of a captured picture are to be read.
public struct PictureLayout: Hashable, Sendable {
    /// Pixels of a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// Bytes from one row to the next, at least four a pixel.
    public var pitch: Int
    /// What a pixel is made of.
    public var format: PixelFormat
    /// Whether the rows stand bottom to top.
    public var isInverted: Bool

    /// Describes a picture.
    public init(
        width: Int, height: Int, pitch: Int, format: PixelFormat = .xrgb8888,
        isInverted: Bool = false
    ) {
        self.width = width
        self.height = height
        self.pitch = pitch
        self.format = format
        self.isInverted = isInverted
    }

    /// The bytes that such a picture has.
    public var byteCount: Int { pitch * height }

    /// Whether the figures belong together: rows fit their pitch and nothing is empty.
    public var isSound: Bool {
        (1...65_536).contains(width) && (1...65_536).contains(height)
            && pitch >= width * PixelFormat.bytesPerPixel && pitch <= 1 << 20
    }

    /// Where a row, counted from the top, begins.
    func start(ofRow row: Int) -> Int { (isInverted ? height - 1 - row : row) * pitch }
}
