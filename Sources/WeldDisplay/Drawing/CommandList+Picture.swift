// Unsafe code: structures that refer to each other by pointer are lent for one call.

internal import CVulkan

// The steps of a frame: upload, draw, read back, hand over.
extension CommandList {
    /// Copies the staging buffer into the texture, whose last use is over.
    func upload(_ staging: HostBuffer, to texture: Texture) {
        unsafe pass(
            ImageStep(
                image: texture.image.handle,
                from: (VK_PIPELINE_STAGE_2_NONE, VK_ACCESS_2_NONE, VK_IMAGE_LAYOUT_UNDEFINED),
                to: (
                    VK_PIPELINE_STAGE_2_COPY_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT,
                    VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL
                )))
        var region = VkBufferImageCopy()
        region.imageSubresource = .color
        region.imageExtent = VkExtent3D(
            width: UInt32(texture.width), height: UInt32(texture.height), depth: 1)
        unsafe vkCmdCopyBufferToImage(
            buffer, staging.buffer.handle, texture.image.handle,
            VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region)
        unsafe pass(
            ImageStep(
                image: texture.image.handle,
                from: (
                    VK_PIPELINE_STAGE_2_COPY_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT,
                    VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL
                ),
                to: (
                    VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT, VK_ACCESS_2_SHADER_SAMPLED_READ_BIT,
                    VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL
                )))
    }

    /// Draws the texture into an image of the window, which was just acquired.
    func draw(
        _ sets: DescriptorSets, with pipeline: PicturePipeline, into image: VkImage,
        _ view: DeviceObject, _ window: WindowSize, _ fit: PictureFit
    ) {
        unsafe pass(
            ImageStep(
                image: image,
                // The stage at which the acquisition's semaphore is waited for.
                from: (
                    VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT, VK_ACCESS_2_NONE,
                    VK_IMAGE_LAYOUT_UNDEFINED
                ),
                to: (
                    VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
                    VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT,
                    VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL
                )))
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

    /// Copies some places of the drawn image back.
    func readBack(_ image: VkImage, _ strips: [VkBufferImageCopy], to readBack: HostBuffer) {
        unsafe pass(
            ImageStep(
                image: image,
                from: (
                    VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
                    VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT,
                    VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL
                ),
                to: (
                    VK_PIPELINE_STAGE_2_COPY_BIT, VK_ACCESS_2_TRANSFER_READ_BIT,
                    VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL
                )))
        unsafe strips.withUnsafeBufferPointer { strips in
            unsafe vkCmdCopyImageToBuffer(
                buffer, image, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, readBack.buffer.handle,
                UInt32(strips.count), strips.baseAddress)
        }
        handToHost(readBack)
    }

    /// Leaves the image as the window's system wants it.
    func handOver(_ image: VkImage, wasReadBack: Bool) {
        unsafe pass(
            ImageStep(
                image: image,
                from: wasReadBack
                    ? (
                        VK_PIPELINE_STAGE_2_COPY_BIT, VK_ACCESS_2_NONE,
                        VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL
                    )
                    : (
                        VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
                        VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT,
                        VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL
                    ),
                // What comes after waits for the semaphore.
                to: (
                    VK_PIPELINE_STAGE_2_NONE, VK_ACCESS_2_NONE, VK_IMAGE_LAYOUT_PRESENT_SRC_KHR
                )))
    }
}
