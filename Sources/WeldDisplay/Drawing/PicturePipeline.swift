// Unsafe code: structures that refer to each other by pointer are lent for one call.

internal import CVulkan

/// How a picture is drawn: a triangle over everything, and one texture.
@safe
final class PicturePipeline {
    let setLayout: DeviceObject
    let layout: DeviceObject
    let pipeline: DeviceObject
    /// Takes the nearest pixel: for a picture that is shown pixel by pixel.
    let exactSampler: DeviceObject
    /// Mixes neighbours: for a picture that is scaled.
    let smoothSampler: DeviceObject

    init(_ device: Device, format: SurfaceFormat) throws(DisplayError) {
        setLayout = try Self.makeSetLayout(device)
        layout = try Self.makeLayout(device, setLayout)
        exactSampler = try Self.makeSampler(device, VK_FILTER_NEAREST)
        smoothSampler = try Self.makeSampler(device, VK_FILTER_LINEAR)
        pipeline = try Self.makePipeline(device, layout, VkFormat(format.format))
    }

    private static func makeSetLayout(_ device: Device) throws(DisplayError) -> DeviceObject {
        var binding = unsafe VkDescriptorSetLayoutBinding()
        unsafe binding.descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER
        unsafe binding.descriptorCount = 1
        unsafe binding.stageFlags = VK_SHADER_STAGE_FRAGMENT_BIT.rawValue
        var info = unsafe VkDescriptorSetLayoutCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO
        unsafe info.bindingCount = 1
        return unsafe try DeviceObject(
            device, "describe the shader's input", destroyedBy: vkDestroyDescriptorSetLayout
        ) { device, handle in
            CallStorage.lend { storage in
                unsafe info.pBindings = storage.keep(binding)
                return unsafe vkCreateDescriptorSetLayout(device, &info, nil, &handle)
            }
        }
    }

    private static func makeLayout(
        _ device: Device, _ setLayout: DeviceObject
    ) throws(DisplayError) -> DeviceObject {
        var info = unsafe VkPipelineLayoutCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO
        unsafe info.setLayoutCount = 1
        return unsafe try DeviceObject(
            device, "lay the pipeline out", destroyedBy: vkDestroyPipelineLayout
        ) { device, handle in
            CallStorage.lend { storage in
                unsafe info.pSetLayouts = storage.keep([setLayout.handle])
                return unsafe vkCreatePipelineLayout(device, &info, nil, &handle)
            }
        }
    }

    private static func makeSampler(
        _ device: Device, _ filter: VkFilter
    ) throws(DisplayError) -> DeviceObject {
        var info = unsafe VkSamplerCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO
        unsafe info.magFilter = filter
        unsafe info.minFilter = filter
        unsafe info.addressModeU = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE
        unsafe info.addressModeV = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE
        unsafe info.addressModeW = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE
        return unsafe try DeviceObject(device, "make a sampler", destroyedBy: vkDestroySampler) {
            unsafe vkCreateSampler($0, &info, nil, &$1)
        }
    }
}
