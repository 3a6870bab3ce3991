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
