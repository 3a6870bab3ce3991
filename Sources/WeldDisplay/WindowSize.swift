/// Width and height of the window in pixels.
public struct WindowSize: Equatable, Sendable {
    /// Pixels in a row.
    public var width: Int
    /// Rows.
    public var height: Int

    /// Makes a size; negative sides count as 0.
    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    init(width: Int32, height: Int32) {
        self.init(width: Int(width), height: Int(height))
    }

    /// Whether nothing fits into it.
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// What follows from the compositor's suggestion: a side of 0 is left to the window.
    static func agreed(suggested: WindowSize?, wished: WindowSize) -> WindowSize {
        guard let suggested else { return wished }
        return WindowSize(
            width: suggested.width == 0 ? wished.width : suggested.width,
            height: suggested.height == 0 ? wished.height : suggested.height)
    }
}

/// Where a picture lies in a window: as large as fits, in its own shape, in the middle.
struct PictureFit: Equatable, Sendable {
    let x: Int
    let y: Int
    let size: WindowSize
    /// Whether every pixel of the picture is one of the window.
    let isExact: Bool
    /// Whether the picture leaves nothing of the window free.
    let coversAll: Bool

    init(_ picture: WindowSize, in window: WindowSize) {
        // Compared as products, so that a window of the picture's shape is met exactly.
        let isLimitedByWidth = window.width * picture.height <= window.height * picture.width
        let fitted =
            isLimitedByWidth
            ? WindowSize(
                width: window.width,
                height: max(1, picture.height * window.width / max(1, picture.width)))
            : WindowSize(
                width: max(1, picture.width * window.height / max(1, picture.height)),
                height: window.height)
        size = fitted
        x = (window.width - fitted.width) / 2
        y = (window.height - fitted.height) / 2
        isExact = fitted == picture
        coversAll = fitted == window
    }
}
