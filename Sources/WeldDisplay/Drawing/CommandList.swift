// Unsafe code: structures that refer to each other by pointer are lent for one call.

internal import CVulkan

/// The commands of one frame: recorded anew for each, once the frame before it is done.
@safe
final class CommandList {
    let buffer: VkCommandBuffer
    private let device: Device
    // The buffer goes with its pool.
    private let pool: DeviceObject

    init(_ device: Device) throws(DisplayError) {
        self.device = device
        var info = unsafe VkCommandPoolCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO
        unsafe info.queueFamilyIndex = device.queueFamily
        pool = unsafe try DeviceObject(
            device, "make a command pool", destroyedBy: vkDestroyCommandPool
        ) { unsafe vkCreateCommandPool($0, &info, nil, &$1) }
        var allocation = unsafe VkCommandBufferAllocateInfo()
        unsafe allocation.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO
        unsafe allocation.commandPool = pool.handle
        unsafe allocation.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY
        unsafe allocation.commandBufferCount = 1
        var buffer: VkCommandBuffer?
        unsafe try check(
            vkAllocateCommandBuffers(device.handle, &allocation, &buffer), "allocate commands")
        guard let buffer = unsafe buffer else {
            preconditionFailure("a success without a command buffer")
        }
        unsafe self.buffer = buffer
    }

    /// Records what `body` asks for in the place of what was recorded before.
    func record(_ body: (CommandList) -> Void) throws(DisplayError) {
        unsafe try check(vkResetCommandPool(device.handle, pool.handle, 0), "reset the commands")
        var info = unsafe VkCommandBufferBeginInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO
        unsafe info.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT.rawValue
        unsafe try check(vkBeginCommandBuffer(buffer, &info), "begin the commands")
        body(self)
        unsafe try check(vkEndCommandBuffer(buffer), "end the commands")
    }

    /// Takes an image from one use to the next: what must be over before what may begin.
    func pass(_ image: VkImage, from earlier: ImageUse, to later: ImageUse) {
        var barrier = unsafe VkImageMemoryBarrier2()
        unsafe barrier.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2
        unsafe barrier.srcStageMask = earlier.stage
        unsafe barrier.srcAccessMask = earlier.access
        unsafe barrier.oldLayout = earlier.layout
        unsafe barrier.dstStageMask = later.stage
        unsafe barrier.dstAccessMask = later.access
        unsafe barrier.newLayout = later.layout
        unsafe barrier.srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED
        unsafe barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED
        unsafe barrier.image = image
        unsafe barrier.subresourceRange = .wholeColor
        CallStorage.lend { storage in
            var info = unsafe VkDependencyInfo()
            unsafe info.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO
            unsafe info.imageMemoryBarrierCount = 1
            unsafe info.pImageMemoryBarriers = storage.keep(barrier)
            unsafe vkCmdPipelineBarrier2(buffer, &info)
        }
    }

    /// Lets the host read a buffer that a copy has filled.
    func handToHost(_ readBack: HostBuffer) {
        var barrier = unsafe VkBufferMemoryBarrier2()
        unsafe barrier.sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER_2
        unsafe barrier.srcStageMask = VK_PIPELINE_STAGE_2_COPY_BIT
        unsafe barrier.srcAccessMask = VK_ACCESS_2_TRANSFER_WRITE_BIT
        unsafe barrier.dstStageMask = VK_PIPELINE_STAGE_2_HOST_BIT
        unsafe barrier.dstAccessMask = VK_ACCESS_2_HOST_READ_BIT
        unsafe barrier.srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED
        unsafe barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED
        unsafe barrier.buffer = readBack.buffer.handle
        unsafe barrier.size = VK_WHOLE_SIZE
        CallStorage.lend { storage in
            var info = unsafe VkDependencyInfo()
            unsafe info.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO
            unsafe info.bufferMemoryBarrierCount = 1
            unsafe info.pBufferMemoryBarriers = storage.keep(barrier)
            unsafe vkCmdPipelineBarrier2(buffer, &info)
        }
    }
}
