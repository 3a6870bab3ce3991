// Unsafe code: structures are lent to the driver by address.

internal import CVulkan

/// The picture as the device samples it: RGBA8 UNORM.
@safe
final class Texture {
    let image: DeviceObject
    let view: DeviceObject
    let width: Int
    let height: Int
    private let memory: DeviceObject

    /// UNORM: nothing converts the picture's bytes on the way.
    static let format = VK_FORMAT_R8G8B8A8_UNORM

    init(_ device: Device, width: Int, height: Int) throws(DisplayError) {
        self.width = width
        self.height = height
        var info = unsafe VkImageCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO
        unsafe info.imageType = VK_IMAGE_TYPE_2D
        unsafe info.format = Self.format
        unsafe info.extent = VkExtent3D(width: UInt32(width), height: UInt32(height), depth: 1)
        unsafe info.mipLevels = 1
        unsafe info.arrayLayers = 1
        unsafe info.samples = VK_SAMPLE_COUNT_1_BIT
        unsafe info.tiling = VK_IMAGE_TILING_OPTIMAL
        unsafe info.usage =
            VK_IMAGE_USAGE_TRANSFER_DST_BIT.rawValue | VK_IMAGE_USAGE_SAMPLED_BIT.rawValue
        unsafe info.sharingMode = VK_SHARING_MODE_EXCLUSIVE
        unsafe info.initialLayout = VK_IMAGE_LAYOUT_UNDEFINED
        image = unsafe try DeviceObject(device, "make a texture", destroyedBy: vkDestroyImage) {
            unsafe vkCreateImage($0, &info, nil, &$1)
        }
        var needs = VkMemoryRequirements()
        unsafe vkGetImageMemoryRequirements(device.handle, image.handle, &needs)
        memory = unsafe try device.allocate(needs, wishes: [.deviceLocal, []])
        unsafe try check(
            vkBindImageMemory(device.handle, image.handle, memory.handle, 0), "bind a texture")
        view = unsafe try device.view(of: image.handle, format: Self.format)
    }
}

extension Device {
    /// Makes a view of a whole plain image.
    func view(of image: VkImage, format: VkFormat) throws(DisplayError) -> DeviceObject {
        var info = unsafe VkImageViewCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO
        unsafe info.image = image
        unsafe info.viewType = VK_IMAGE_VIEW_TYPE_2D
        unsafe info.format = format
        unsafe info.subresourceRange = .wholeColor
        return unsafe try DeviceObject(self, "view an image", destroyedBy: vkDestroyImageView) {
            unsafe vkCreateImageView($0, &info, nil, &$1)
        }
    }
}

extension VkImageSubresourceRange {
    /// All of a plain colour image.
    static var wholeColor: VkImageSubresourceRange {
        VkImageSubresourceRange(
            aspectMask: VK_IMAGE_ASPECT_COLOR_BIT.rawValue, baseMipLevel: 0, levelCount: 1,
            baseArrayLayer: 0, layerCount: 1)
    }
}

extension VkImageSubresourceLayers {
    /// The one layer of a plain colour image.
    static var color: VkImageSubresourceLayers {
        VkImageSubresourceLayers(
            aspectMask: VK_IMAGE_ASPECT_COLOR_BIT.rawValue, mipLevel: 0, baseArrayLayer: 0,
            layerCount: 1)
    }
}
