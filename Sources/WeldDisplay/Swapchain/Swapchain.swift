// Unsafe code: structures are lent to the driver by address.

internal import CVulkan

/// The images that the window shows in turn, with what belongs to each of them.
@safe
final class Swapchain {
    let plan: SwapchainPlan
    let handle: DeviceObject
    let images: [VkImage]
    private(set) var views: [DeviceObject] = []
    /// Signalled when an image is drawn, waited for when it is presented: one an image, because
    /// only the next acquisition of that image tells that the wait is over.
    private(set) var drawn: [DeviceObject] = []
    // Kept so that the surface outlives the swapchain.
    private let surface: Surface

    /// Makes the planned swapchain in the place of an old one.
    init(
        _ device: Device, _ surface: Surface, _ plan: SwapchainPlan, replacing old: Swapchain?
    ) throws(DisplayError) {
        self.plan = plan
        self.surface = surface
        var info = unsafe VkSwapchainCreateInfoKHR()
        unsafe info.sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR
        unsafe info.surface = surface.handle
        unsafe info.minImageCount = plan.imageCount
        unsafe info.imageFormat = VkFormat(plan.format.format)
        unsafe info.imageColorSpace = VkColorSpaceKHR(plan.format.colorSpace)
        unsafe info.imageExtent = plan.size.extent
        unsafe info.imageArrayLayers = 1
        unsafe info.imageUsage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT.rawValue
        if plan.readsBack { unsafe info.imageUsage |= VK_IMAGE_USAGE_TRANSFER_SRC_BIT.rawValue }
        if plan.copiesInto { unsafe info.imageUsage |= VK_IMAGE_USAGE_TRANSFER_DST_BIT.rawValue }
        unsafe info.imageSharingMode = VK_SHARING_MODE_EXCLUSIVE
        unsafe info.preTransform = VK_SURFACE_TRANSFORM_IDENTITY_BIT_KHR
        unsafe info.compositeAlpha =
            plan.isOpaque
            ? VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR : VK_COMPOSITE_ALPHA_PRE_MULTIPLIED_BIT_KHR
        unsafe info.presentMode = plan.mode.vulkan
        unsafe info.clipped = VK_TRUE
        unsafe info.oldSwapchain = old?.handle.handle
        let handle = unsafe try DeviceObject(
            device, "make a swapchain", destroyedBy: vkDestroySwapchainKHR
        ) {
            unsafe vkCreateSwapchainKHR($0, &info, nil, &$1)
        }
        self.handle = handle
        let images = unsafe try list("list the window's images", of: VkImage?.none) {
            unsafe vkGetSwapchainImagesKHR(device.handle, handle.handle, $0, $1)
        }
        unsafe self.images = images.compactMap { unsafe $0 }
        for index in unsafe self.images.indices {
            unsafe views.append(try device.view(of: self.images[index], format: info.imageFormat))
            drawn.append(try device.semaphore())
        }
    }

    deinit {
        // Views before their images, which belong to the swapchain.
        views.removeAll()
    }
}

extension Device {
    /// Makes a semaphore that is not signalled.
    func semaphore() throws(DisplayError) -> DeviceObject {
        var info = unsafe VkSemaphoreCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO
        return unsafe try DeviceObject(self, "make a semaphore", destroyedBy: vkDestroySemaphore) {
            unsafe vkCreateSemaphore($0, &info, nil, &$1)
        }
    }

    /// Makes a fence that has passed.
    func passedFence() throws(DisplayError) -> DeviceObject {
        var info = unsafe VkFenceCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO
        unsafe info.flags = VK_FENCE_CREATE_SIGNALED_BIT.rawValue
        return unsafe try DeviceObject(self, "make a fence", destroyedBy: vkDestroyFence) {
            unsafe vkCreateFence($0, &info, nil, &$1)
        }
    }
}
