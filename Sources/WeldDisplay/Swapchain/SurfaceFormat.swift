internal import CVulkan

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
