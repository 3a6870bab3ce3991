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
