// Unsafe code: structures that refer to each other by pointer are lent for one call.

internal import CVulkan
internal import WeldViewport

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

/// What was done last with an image, and how it lies since: the first half of a barrier.
struct ImageUse {
    var stage: UInt64
    var access: UInt64
    var layout: VkImageLayout

    /// Nothing, or nothing that matters any more.
    static let fresh = ImageUse(
        stage: VK_PIPELINE_STAGE_2_NONE, access: VK_ACCESS_2_NONE,
        layout: VK_IMAGE_LAYOUT_UNDEFINED)
    /// A picture was copied into it.
    static let copiedInto = ImageUse(
        stage: VK_PIPELINE_STAGE_2_COPY_BIT, access: VK_ACCESS_2_TRANSFER_WRITE_BIT,
        layout: VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL)
    /// A picture was drawn into it.
    static let drawnInto = ImageUse(
        stage: VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
        access: VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT,
        layout: VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL)
    /// A shader samples it.
    static let sampled = ImageUse(
        stage: VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT,
        access: VK_ACCESS_2_SHADER_SAMPLED_READ_BIT,
        layout: VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL)
    /// Parts of it are copied back.
    static let readBack = ImageUse(
        stage: VK_PIPELINE_STAGE_2_COPY_BIT, access: VK_ACCESS_2_TRANSFER_READ_BIT,
        layout: VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL)
    /// The window's system takes it; what comes after waits for the semaphore.
    static let handedOver = ImageUse(
        stage: VK_PIPELINE_STAGE_2_NONE, access: VK_ACCESS_2_NONE,
        layout: VK_IMAGE_LAYOUT_PRESENT_SRC_KHR)

    /// An image that was just acquired: its semaphore is waited for at the stage of its first use.
    static func acquired(for first: ImageUse) -> ImageUse {
        ImageUse(
            stage: first.stage, access: VK_ACCESS_2_NONE, layout: VK_IMAGE_LAYOUT_UNDEFINED)
    }

    /// The same without waiting for it: the fault of `sync-hazard`.
    var unsynchronized: ImageUse {
        ImageUse(
            stage: VK_PIPELINE_STAGE_2_NONE, access: VK_ACCESS_2_NONE, layout: layout)
    }
}

// The steps of a frame: upload, copy or draw, read back, hand over.
extension CommandList {
    /// Copies a picture straight into an image of the window, which has its size and format.
    func copy(_ picture: HostBuffer, _ size: WindowSize, into image: VkImage) {
        unsafe pass(image, from: .acquired(for: .copiedInto), to: .copiedInto)
        unsafe copy(picture, size, to: image)
    }

    /// Copies a picture into the texture, whose last use is over.
    ///
    /// - Parameter copied: What is waited for before the texture is sampled.
    func upload(_ picture: HostBuffer, to texture: Texture, leaving copied: ImageUse) {
        unsafe pass(texture.image.handle, from: .fresh, to: .copiedInto)
        unsafe copy(
            picture, WindowSize(width: texture.width, height: texture.height),
            to: texture.image.handle)
        unsafe pass(texture.image.handle, from: copied, to: .sampled)
    }

    private func copy(_ picture: HostBuffer, _ size: WindowSize, to image: VkImage) {
        var region = VkBufferImageCopy()
        region.imageSubresource = .color
        region.imageExtent = VkExtent3D(
            width: UInt32(size.width), height: UInt32(size.height), depth: 1)
        unsafe vkCmdCopyBufferToImage(
            buffer, picture.buffer.handle, image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region)
    }

    /// Draws the texture into an image of the window, which was just acquired.
    func draw(
        _ sets: DescriptorSets, with pipeline: PicturePipeline, into image: VkImage,
        _ view: DeviceObject, _ window: WindowSize, _ fit: PictureFit
    ) {
        unsafe pass(image, from: .acquired(for: .drawnInto), to: .drawnInto)
        begin(view, window, isCovered: fit.coversAll)
        unsafe vkCmdBindPipeline(buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.pipeline.handle)
        var set: VkDescriptorSet? = unsafe fit.isExact ? sets.exact : sets.smooth
        unsafe vkCmdBindDescriptorSets(
            buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.layout.handle, 0, 1, &set, 0, nil)
        var viewport = VkViewport(
            x: Float(fit.x), y: Float(fit.y), width: Float(fit.size.width),
            height: Float(fit.size.height), minDepth: 0, maxDepth: 1)
        unsafe vkCmdSetViewport(buffer, 0, 1, &viewport)
        var scissor = VkRect2D(
            offset: VkOffset2D(x: Int32(fit.x), y: Int32(fit.y)), extent: fit.size.extent)
        unsafe vkCmdSetScissor(buffer, 0, 1, &scissor)
        unsafe vkCmdDraw(buffer, 3, 1, 0, 0)
        unsafe vkCmdEndRendering(buffer)
    }

    private func begin(_ view: DeviceObject, _ window: WindowSize, isCovered: Bool) {
        var attachment = unsafe VkRenderingAttachmentInfo()
        unsafe attachment.sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO
        unsafe attachment.imageView = view.handle
        unsafe attachment.imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL
        // Zero is black; what the picture covers need not be cleared.
        unsafe attachment.loadOp =
            isCovered ? VK_ATTACHMENT_LOAD_OP_DONT_CARE : VK_ATTACHMENT_LOAD_OP_CLEAR
        unsafe attachment.storeOp = VK_ATTACHMENT_STORE_OP_STORE
        var info = unsafe VkRenderingInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_RENDERING_INFO
        unsafe info.renderArea.extent = window.extent
        unsafe info.layerCount = 1
        unsafe info.colorAttachmentCount = 1
        CallStorage.lend { storage in
            unsafe info.pColorAttachments = storage.keep(attachment)
            unsafe vkCmdBeginRendering(buffer, &info)
        }
    }

    /// Copies some places of an image back, whatever was done with it before.
    func readBack(
        _ image: VkImage, after use: ImageUse, _ strips: [VkBufferImageCopy],
        to readBack: HostBuffer
    ) {
        unsafe pass(image, from: use, to: .readBack)
        unsafe strips.withUnsafeBufferPointer { strips in
            unsafe vkCmdCopyImageToBuffer(
                buffer, image, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, readBack.buffer.handle,
                UInt32(strips.count), strips.baseAddress)
        }
        handToHost(readBack)
    }

    /// Leaves the image as the window's system wants it.
    func handOver(_ image: VkImage, after use: ImageUse) {
        unsafe pass(image, from: use, to: .handedOver)
    }
}
