/// What a swapchain shall be: pure, from what is offered and what is wished.
struct SwapchainPlan: Equatable, Sendable {
    var format: SurfaceFormat
    var mode: PresentMode
    var size: WindowSize
    var imageCount: UInt32
    var readsBack: Bool
    var isOpaque: Bool

    /// One that is shown, one that waits, one that is drawn.
    static let usualImages: UInt32 = 3

    /// Makes the plan; nil for a window without a pixel, which needs no swapchain.
    static func make(
        _ offer: SurfaceOffer, mode: PresentMode, window: WindowSize
    ) throws(DisplayError) -> SwapchainPlan? {
        let format = try SurfaceFormat.best(of: offer.formats)
        guard offer.modes.contains(mode) else { throw .missingPresentMode(mode) }
        let size = offer.currentSize ?? window.clamped(offer.smallest, offer.largest)
        guard !window.isEmpty, !size.isEmpty else { return nil }
        var images = max(usualImages, offer.leastImages)
        if offer.mostImages > 0 { images = min(images, offer.mostImages) }
        return SwapchainPlan(
            format: format, mode: mode, size: size, imageCount: images,
            readsBack: offer.canReadBack, isOpaque: offer.canBeOpaque)
    }
}

extension WindowSize {
    fileprivate func clamped(_ smallest: WindowSize, _ largest: WindowSize) -> WindowSize {
        WindowSize(
            width: min(max(width, smallest.width), largest.width),
            height: min(max(height, smallest.height), largest.height))
    }
}
