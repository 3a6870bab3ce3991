// Unsafe code: structures that refer to each other by pointer are lent for one call.

internal import CVulkan

/// What a frame needs to draw its picture instead of copying it: a texture, and the shader's view of
/// it.
final class DrawnPicture {
    let texture: Texture
    let sets: DescriptorSets

    init(
        _ device: Device, _ pipeline: PicturePipeline, _ size: WindowSize
    ) throws(DisplayError) {
        texture = try Texture(device, width: size.width, height: size.height)
        sets = try DescriptorSets(device, pipeline, texture)
    }
}

/// One texture as the shader sees it, through either sampler.
@safe
final class DescriptorSets {
    let exact: VkDescriptorSet
    let smooth: VkDescriptorSet
    // The sets go with their pool.
    private let pool: DeviceObject

    init(
        _ device: Device, _ pipeline: PicturePipeline, _ texture: Texture
    ) throws(DisplayError) {
        pool = try Self.makePool(device)
        let sets = unsafe try Self.allocate(device, pool, pipeline)
        unsafe exact = sets[0]
        unsafe smooth = sets[1]
        unsafe Self.write(device, exact, texture, pipeline.exactSampler)
        unsafe Self.write(device, smooth, texture, pipeline.smoothSampler)
    }

    private static func makePool(_ device: Device) throws(DisplayError) -> DeviceObject {
        var size = VkDescriptorPoolSize()
        size.type = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER
        size.descriptorCount = 2
        var info = unsafe VkDescriptorPoolCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO
        unsafe info.maxSets = 2
        unsafe info.poolSizeCount = 1
        return unsafe try DeviceObject(
            device, "make a descriptor pool", destroyedBy: vkDestroyDescriptorPool
        ) { device, handle in
            CallStorage.lend { storage in
                unsafe info.pPoolSizes = storage.keep(size)
                return unsafe vkCreateDescriptorPool(device, &info, nil, &handle)
            }
        }
    }

    private static func allocate(
        _ device: Device, _ pool: DeviceObject, _ pipeline: PicturePipeline
    ) throws(DisplayError) -> [VkDescriptorSet] {
        var info = unsafe VkDescriptorSetAllocateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO
        unsafe info.descriptorPool = pool.handle
        unsafe info.descriptorSetCount = 2
        var sets: [VkDescriptorSet?] = unsafe [nil, nil]
        let result = CallStorage.lend { storage in
            let layout = unsafe pipeline.setLayout.handle
            unsafe info.pSetLayouts = storage.keep([layout, layout])
            return unsafe vkAllocateDescriptorSets(device.handle, &info, &sets)
        }
        try check(result, "allocate descriptors")
        return unsafe sets.compactMap { unsafe $0 }
    }

    private static func write(
        _ device: Device, _ set: VkDescriptorSet, _ texture: Texture, _ sampler: DeviceObject
    ) {
        var image = unsafe VkDescriptorImageInfo()
        unsafe image.sampler = sampler.handle
        unsafe image.imageView = texture.view.handle
        unsafe image.imageLayout = VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL
        var write = unsafe VkWriteDescriptorSet()
        unsafe write.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET
        unsafe write.dstSet = set
        unsafe write.descriptorCount = 1
        unsafe write.descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER
        CallStorage.lend { storage in
            unsafe write.pImageInfo = storage.keep(image)
            unsafe vkUpdateDescriptorSets(device.handle, 1, &write, 0, nil)
        }
    }
}
