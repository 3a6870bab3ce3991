/// What a swapchain shall be: pure, from what is offered and what is wished.
struct SwapchainPlan: Equatable, Sendable {
    var format: SurfaceFormat
    var mode: PresentMode
    var size: WindowSize
    var imageCount: UInt32
    var readsBack: Bool
    /// Whether a picture of the window's size is copied into an image as it is.
    var copiesInto: Bool
    var isOpaque: Bool

    /// One that is shown, one that waits, one that is drawn.
    static let usualImages: UInt32 = 3

    /// Makes the plan; nil for a window without a pixel, which needs no swapchain.
    ///
    /// Copying is chosen wherever it is offered, by the formats and not by the device's name, unless
    /// `blit` asks for one way.
    static func make(
        _ offer: SurfaceOffer, mode: PresentMode, blit: PictureBlit?, window: WindowSize
    ) throws(DisplayError) -> SwapchainPlan? {
        let canCopy = offer.canCopyInto && offer.formats.contains(.picture)
        guard canCopy || blit != .copy else { throw .cannotCopy(offer.formats.map(\.description)) }
        let copiesInto = canCopy && blit != .draw
        let format = copiesInto ? .picture : try SurfaceFormat.best(of: offer.formats)
        guard offer.modes.contains(mode) else { throw .missingPresentMode(mode) }
        let size = offer.currentSize ?? window.clamped(offer.smallest, offer.largest)
        guard !window.isEmpty, !size.isEmpty else { return nil }
        var images = max(usualImages, offer.leastImages)
        if offer.mostImages > 0 { images = min(images, offer.mostImages) }
        return SwapchainPlan(
            format: format, mode: mode, size: size, imageCount: images,
            readsBack: offer.canReadBack, copiesInto: copiesInto, isOpaque: offer.canBeOpaque)
    }
}

extension WindowSize {
    fileprivate func clamped(_ smallest: WindowSize, _ largest: WindowSize) -> WindowSize {
        WindowSize(
            width: min(max(width, smallest.width), largest.width),
            height: min(max(height, smallest.height), largest.height))
    }
}
