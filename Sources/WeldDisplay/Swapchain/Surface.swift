// Unsafe code: the driver's view of the window is owned here, and its answers about the window are
// read through pointers.

internal import CVulkan

/// The window as the driver sees it.
@safe
final class Surface {
    let instance: Instance
    let window: Toplevel
    let handle: VkSurfaceKHR

    init(_ instance: Instance, _ window: Toplevel) throws(DisplayError) {
        self.instance = instance
        self.window = window
        var info = unsafe VkWaylandSurfaceCreateInfoKHR()
        unsafe info.sType = VK_STRUCTURE_TYPE_WAYLAND_SURFACE_CREATE_INFO_KHR
        unsafe info.display = window.globals.connection.display
        unsafe info.surface = window.surface
        var handle: VkSurfaceKHR?
        unsafe try check(
            vkCreateWaylandSurfaceKHR(instance.handle, &info, nil, &handle),
            "make a Vulkan surface of the window")
        guard let handle = unsafe handle else { throw .noDriver(nil) }
        unsafe self.handle = handle
    }

    deinit {
        unsafe vkDestroySurfaceKHR(instance.handle, handle, nil)
    }
}

/// What the window offers at this moment.
struct SurfaceOffer: Equatable, Sendable {
    /// The size that the surface has by itself; nil where the swapchain decides (Wayland).
    var currentSize: WindowSize?
    /// The least images of a swapchain.
    var leastImages: UInt32
    /// The most images; 0 means that there is no limit.
    var mostImages: UInt32
    var smallest: WindowSize
    var largest: WindowSize
    var formats: [SurfaceFormat]
    var modes: [PresentMode]
    /// Whether images can be copied back.
    var canReadBack: Bool
    /// Whether pictures can be copied into images.
    var canCopyInto: Bool
    /// Whether images can be shown without looking at their alpha.
    var canBeOpaque: Bool
}

extension SurfaceOffer {
    init(_ device: PhysicalDevice, _ surface: Surface) throws(DisplayError) {
        var limits = VkSurfaceCapabilitiesKHR()
        unsafe try check(
            vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device.handle, surface.handle, &limits),
            "ask what the window offers")
        let formats = unsafe try list("list the window's formats", of: VkSurfaceFormatKHR()) {
            unsafe vkGetPhysicalDeviceSurfaceFormatsKHR(device.handle, surface.handle, $0, $1)
        }
        let modes = unsafe try list("list the window's present modes", of: VkPresentModeKHR(0)) {
            unsafe vkGetPhysicalDeviceSurfacePresentModesKHR(device.handle, surface.handle, $0, $1)
        }
        let isUndecided = limits.currentExtent.width == .max
        currentSize = isUndecided ? nil : WindowSize(limits.currentExtent)
        leastImages = limits.minImageCount
        mostImages = limits.maxImageCount
        smallest = WindowSize(limits.minImageExtent)
        largest = WindowSize(limits.maxImageExtent)
        self.formats = formats.map {
            SurfaceFormat(format: $0.format.rawValue, colorSpace: $0.colorSpace.rawValue)
        }
        self.modes = PresentMode.allCases.filter { modes.contains($0.vulkan) }
        canReadBack = limits.supportedUsageFlags & VK_IMAGE_USAGE_TRANSFER_SRC_BIT.rawValue != 0
        canCopyInto = limits.supportedUsageFlags & VK_IMAGE_USAGE_TRANSFER_DST_BIT.rawValue != 0
        canBeOpaque =
            limits.supportedCompositeAlpha & VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR.rawValue != 0
    }
}

extension WindowSize {
    init(_ extent: VkExtent2D) {
        self.init(width: Int(extent.width), height: Int(extent.height))
    }

    /// The size as Vulkan spells it.
    var extent: VkExtent2D { VkExtent2D(width: UInt32(width), height: UInt32(height)) }
}

extension PresentMode {
    /// The mode as Vulkan spells it.
    var vulkan: VkPresentModeKHR {
        switch self {
        case .mailbox: VK_PRESENT_MODE_MAILBOX_KHR
        case .fifo: VK_PRESENT_MODE_FIFO_KHR
        }
    }
}
