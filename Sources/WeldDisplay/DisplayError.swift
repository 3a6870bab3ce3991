public import WeldPlatform

/// Why there is no window, or no longer one.
public enum DisplayError: Error, Equatable, Sendable {
    /// Nobody answers at the compositor's socket.
    case noCompositor(SystemError)
    /// The environment names no compositor.
    case noCompositorNamed
    /// The compositor ended or broke the connection while the window was open.
    case compositorLost(String)
    /// The compositor lacks a protocol that a window needs.
    case missingProtocol(String)
    /// The compositor did not answer in time.
    case silentCompositor(awaiting: String)
    /// No Vulkan driver is installed, or none that works here.
    case noDriver(VulkanFailure?)
    /// The validation layer was asked for and is not installed.
    case noValidationLayer
    /// The validation layer is there and says nothing.
    case silencedValidationLayer
    /// Pictures shall be read in place, and cannot be.
    case cannotImport(String)
    /// Pictures shall be copied into the window's images, and cannot be.
    case cannotCopy([String])
    /// The memory for read-backs is none.
    case badReadBackMemory(String)
    /// No device can draw into this window; one reason for each.
    case noDevice([String])
    /// The surface offers none of the formats that are known.
    case unknownFormat([String])
    /// The surface does not offer the way of presenting that was asked for.
    case missingPresentMode(PresentMode)
    /// A Vulkan call failed.
    case vulkan(VulkanFailure)
    /// The GPU did not finish a frame in time.
    case stalledDevice
    /// The window takes no picture, however often its swapchain is made again.
    case unstableWindow
    /// The system refused.
    case system(SystemError)
}

extension DisplayError: CustomStringConvertible {
    /// One sentence for the log.
    public var description: String {
        switch self {
        case .noCompositor(let error): "no Wayland compositor: \(error)"
        case .noCompositorNamed:
            "no Wayland compositor: neither WAYLAND_DISPLAY is a path nor XDG_RUNTIME_DIR is set"
        case .compositorLost(let how): "the Wayland compositor is gone: \(how)"
        case .missingProtocol(let name): "the Wayland compositor has no \(name)"
        case .silentCompositor(let awaited):
            "the Wayland compositor does not answer: no \(awaited) within 5 s"
        case .noDriver(let failure?): "no Vulkan driver: \(failure)"
        case .noDriver(nil): "no Vulkan driver: there is no device"
        case .noValidationLayer:
            "no Vulkan validation layer: \(ValidationLayer.name) is not installed"
        case .silencedValidationLayer:
            "the Vulkan validation layer does not report a hazard that was made on purpose: "
                + "something silences it, such as VK_LAYER_* in the environment or a "
                + "vk_layer_settings.txt"
        case .cannotImport(let reason):
            "the device cannot read pictures in place: \(reason); use --upload staging"
        case .cannotCopy(let offered):
            "pictures cannot be copied into the window's images, only "
                + offered.joined(separator: ", ") + " are offered; use --blit draw"
        case .badReadBackMemory(let reason): "--read-back-fd: \(reason)"
        case .noDevice(let reasons):
            "no Vulkan device can draw into the window: " + reasons.joined(separator: "; ")
        case .unknownFormat(let offered):
            "the window offers no format that is known, only " + offered.joined(separator: ", ")
        case .missingPresentMode(let mode):
            "the window does not offer --present-mode \(mode.rawValue)"
        case .vulkan(let failure): failure.description
        case .stalledDevice: "the GPU did not finish a frame within 1 s"
        case .unstableWindow: "the window refuses every swapchain that is made for it"
        case .system(let error): error.description
        }
    }
}
