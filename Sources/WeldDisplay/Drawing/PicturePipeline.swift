// Unsafe code: structures that refer to each other by pointer are lent for one call.

internal import CVulkan
internal import Shaders

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

extension PicturePipeline {
    /// Makes the pipeline itself; size and place are set when it is used.
    static func makePipeline(
        _ device: Device, _ layout: DeviceObject, _ format: VkFormat
    ) throws(DisplayError) -> DeviceObject {
        let vertex = try makeShader(device, Shaders.viewportVertex)
        let fragment = try makeShader(device, Shaders.viewportFragment)
        defer { withExtendedLifetime((vertex, fragment)) {} }
        return unsafe try DeviceObject(device, "make the pipeline", destroyedBy: vkDestroyPipeline)
        {
            device, handle in
            CallStorage.lend { storage in
                let stages = unsafe [
                    stage(VK_SHADER_STAGE_VERTEX_BIT, vertex),
                    stage(VK_SHADER_STAGE_FRAGMENT_BIT, fragment),
                ]
                var info = unsafe VkGraphicsPipelineCreateInfo()
                unsafe info.sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO
                unsafe info.stageCount = UInt32(stages.count)
                unsafe info.pStages = storage.keep(stages)
                unsafe describeTriangle(&info, storage)
                unsafe describeTarget(&info, format, storage)
                unsafe info.layout = layout.handle
                return unsafe vkCreateGraphicsPipelines(device, nil, 1, &info, nil, &handle)
            }
        }
    }

    private static func makeShader(
        _ device: Device, _ code: [UInt8]
    ) throws(DisplayError) -> DeviceObject {
        // The driver reads words; bytes of an array may lie anywhere.
        let words = unsafe code.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { index in
                unsafe bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
            }
        }
        var info = unsafe VkShaderModuleCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO
        unsafe info.codeSize = words.count * 4
        return unsafe try DeviceObject(device, "load a shader", destroyedBy: vkDestroyShaderModule)
        {
            device, handle in
            CallStorage.lend { storage in
                unsafe info.pCode = storage.keep(words)
                return unsafe vkCreateShaderModule(device, &info, nil, &handle)
            }
        }
    }

    private static func stage(
        _ stage: VkShaderStageFlagBits, _ shader: DeviceObject
    ) -> VkPipelineShaderStageCreateInfo {
        let main: StaticString = "main"
        var info = unsafe VkPipelineShaderStageCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO
        unsafe info.stage = stage
        unsafe info.module = shader.handle
        unsafe info.pName = main.characters
        return unsafe info
    }

    /// Corners from the vertex index; viewport and scissor are set when it is drawn.
    private static func describeTriangle(
        _ info: inout VkGraphicsPipelineCreateInfo, _ storage: CallStorage
    ) {
        var input = unsafe VkPipelineVertexInputStateCreateInfo()
        unsafe input.sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO
        var assembly = unsafe VkPipelineInputAssemblyStateCreateInfo()
        unsafe assembly.sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO
        unsafe assembly.topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST
        var viewport = unsafe VkPipelineViewportStateCreateInfo()
        unsafe viewport.sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO
        unsafe viewport.viewportCount = 1
        unsafe viewport.scissorCount = 1
        let places = [VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR]
        var dynamic = unsafe VkPipelineDynamicStateCreateInfo()
        unsafe dynamic.sType = VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO
        unsafe dynamic.dynamicStateCount = UInt32(places.count)
        unsafe dynamic.pDynamicStates = storage.keep(places)
        unsafe info.pVertexInputState = storage.keep(input)
        unsafe info.pInputAssemblyState = storage.keep(assembly)
        unsafe info.pViewportState = storage.keep(viewport)
        unsafe info.pDynamicState = storage.keep(dynamic)
    }

    /// One colour image, one sample a pixel, nothing blended.
    private static func describeTarget(
        _ info: inout VkGraphicsPipelineCreateInfo, _ format: VkFormat, _ storage: CallStorage
    ) {
        var raster = unsafe VkPipelineRasterizationStateCreateInfo()
        unsafe raster.sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO
        unsafe raster.polygonMode = VK_POLYGON_MODE_FILL
        unsafe raster.lineWidth = 1
        var samples = unsafe VkPipelineMultisampleStateCreateInfo()
        unsafe samples.sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO
        unsafe samples.rasterizationSamples = VK_SAMPLE_COUNT_1_BIT
        var attachment = VkPipelineColorBlendAttachmentState()
        attachment.colorWriteMask =
            VK_COLOR_COMPONENT_R_BIT.rawValue | VK_COLOR_COMPONENT_G_BIT.rawValue
            | VK_COLOR_COMPONENT_B_BIT.rawValue | VK_COLOR_COMPONENT_A_BIT.rawValue
        var blend = unsafe VkPipelineColorBlendStateCreateInfo()
        unsafe blend.sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO
        unsafe blend.attachmentCount = 1
        unsafe blend.pAttachments = storage.keep(attachment)
        var rendering = unsafe VkPipelineRenderingCreateInfo()
        unsafe rendering.sType = VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO
        unsafe rendering.colorAttachmentCount = 1
        unsafe rendering.pColorAttachmentFormats = storage.keep(format)
        unsafe info.pRasterizationState = storage.keep(raster)
        unsafe info.pMultisampleState = storage.keep(samples)
        unsafe info.pColorBlendState = storage.keep(blend)
        unsafe info.pNext = UnsafeRawPointer(storage.keep(rendering))
    }
}
