// Unsafe code: mapped memory of the device is owned here and lent as bytes.

internal import CVulkan

/// Memory that both the device and this process use.
@safe
final class HostBuffer {
    /// What the device does with it.
    enum Use {
        /// It reads pictures out of it.
        case upload
        /// It writes read-backs into it.
        case readBack
    }

    let buffer: DeviceObject
    private let memory: DeviceObject
    /// The bytes; whose turn it is the frame's fence says.
    let bytes: UnsafeMutableRawBufferPointer

    init(_ device: Device, byteCount: Int, for use: Use) throws(DisplayError) {
        var info = unsafe VkBufferCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO
        unsafe info.size = VkDeviceSize(byteCount)
        unsafe info.usage =
            switch use {
            case .upload: VK_BUFFER_USAGE_TRANSFER_SRC_BIT.rawValue
            case .readBack: VK_BUFFER_USAGE_TRANSFER_DST_BIT.rawValue
            }
        unsafe info.sharingMode = VK_SHARING_MODE_EXCLUSIVE
        buffer = unsafe try DeviceObject(device, "make a buffer", destroyedBy: vkDestroyBuffer) {
            unsafe vkCreateBuffer($0, &info, nil, &$1)
        }
        var needs = VkMemoryRequirements()
        unsafe vkGetBufferMemoryRequirements(device.handle, buffer.handle, &needs)
        // Both are read by this process: the witness looks at what was uploaded.
        memory = try device.allocate(
            needs,
            wishes: [
                [.hostVisible, .hostCoherent, .hostCached], [.hostVisible, .hostCoherent],
            ])
        unsafe try check(
            vkBindBufferMemory(device.handle, buffer.handle, memory.handle, 0), "bind a buffer")
        var address: UnsafeMutableRawPointer?
        unsafe try check(
            vkMapMemory(device.handle, memory.handle, 0, VK_WHOLE_SIZE, 0, &address),
            "map a buffer")
        unsafe bytes = UnsafeMutableRawBufferPointer(start: address, count: byteCount)
    }
}
