internal import CVulkan

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

/// A format of the window's images together with its colour space: the two are chosen as one.
struct SurfaceFormat: Equatable, Sendable, CustomStringConvertible {
    /// The VkFormat.
    let format: UInt32
    /// The VkColorSpaceKHR.
    let colorSpace: UInt32

    /// The pairs that are known, the best first.
    ///
    /// UNORM in the sRGB colour space: the picture's bytes are shown as they are. An sRGB format
    /// would encode them a second time.
    static let known = [
        SurfaceFormat(
            format: VK_FORMAT_B8G8R8A8_UNORM.rawValue,
            colorSpace: VK_COLOR_SPACE_SRGB_NONLINEAR_KHR.rawValue),
        picture,
    ]

    /// The pair whose bytes are the picture's: what is copied into such an image is right.
    static let picture = SurfaceFormat(
        format: VK_FORMAT_R8G8B8A8_UNORM.rawValue,
        colorSpace: VK_COLOR_SPACE_SRGB_NONLINEAR_KHR.rawValue)

    /// Takes the best known pair that is offered.
    static func best(of offered: [SurfaceFormat]) throws(DisplayError) -> SurfaceFormat {
        guard let best = known.first(where: offered.contains) else {
            throw .unknownFormat(offered.map(\.description))
        }
        return best
    }

    /// Such as "B8G8R8A8_UNORM/SRGB_NONLINEAR"; numbers for what is not known.
    var description: String {
        let formats = [
            VK_FORMAT_B8G8R8A8_UNORM.rawValue: "B8G8R8A8_UNORM",
            VK_FORMAT_R8G8B8A8_UNORM.rawValue: "R8G8B8A8_UNORM",
            VK_FORMAT_B8G8R8A8_SRGB.rawValue: "B8G8R8A8_SRGB",
            VK_FORMAT_R8G8B8A8_SRGB.rawValue: "R8G8B8A8_SRGB",
        ]
        let space =
            colorSpace == VK_COLOR_SPACE_SRGB_NONLINEAR_KHR.rawValue
            ? "SRGB_NONLINEAR" : "colour space \(colorSpace)"
        return "\(formats[format] ?? "format \(format)")/\(space)"
    }
}
