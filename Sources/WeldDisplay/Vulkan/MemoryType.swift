// Unsafe code: the driver's table is a fixed array, which Swift sees as a tuple.

internal import CVulkan

/// A kind of memory that a device has; its number is its place in the device's table.
struct MemoryType: Equatable, Sendable {
    /// What can be done with a kind of memory.
    struct Properties: OptionSet, Sendable {
        let rawValue: UInt32
        /// Fast for the device.
        static let deviceLocal = Properties(
            rawValue: VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT.rawValue)
        /// Can be mapped.
        static let hostVisible = Properties(
            rawValue: VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT.rawValue)
        /// Needs no flushing.
        static let hostCoherent = Properties(
            rawValue: VK_MEMORY_PROPERTY_HOST_COHERENT_BIT.rawValue)
        /// Fast to read for the host.
        static let hostCached = Properties(
            rawValue: VK_MEMORY_PROPERTY_HOST_CACHED_BIT.rawValue)
    }

    let properties: Properties

    /// The first type that is allowed and has what the first wish that can be met asks for.
    static func index(
        in types: [MemoryType], allowed: UInt32, wishes: [Properties]
    ) -> UInt32? {
        for wish in wishes {
            let found = types.indices.first { index in
                index < 32 && allowed & (1 << UInt32(index)) != 0
                    && types[index].properties.isSuperset(of: wish)
            }
            if let found { return UInt32(found) }
        }
        return nil
    }

    static func all(of device: VkPhysicalDevice) -> [MemoryType] {
        var properties = VkPhysicalDeviceMemoryProperties()
        unsafe vkGetPhysicalDeviceMemoryProperties(device, &properties)
        return unsafe withUnsafeBytes(of: properties.memoryTypes) { bytes in
            unsafe bytes.bindMemory(to: VkMemoryType.self).prefix(Int(properties.memoryTypeCount))
                .map {
                    MemoryType(properties: Properties(rawValue: $0.propertyFlags))
                }
        }
    }
}

extension Device {
    /// Allocates what an object needs, of the best allowed kind; or takes memory of this process in
    /// the place of an allocation.
    func allocate(
        _ needs: VkMemoryRequirements, wishes: [MemoryType.Properties],
        _ imported: VkImportMemoryHostPointerInfoEXT? = nil
    ) throws(DisplayError) -> DeviceObject {
        guard
            let type = MemoryType.index(
                in: memoryTypes, allowed: needs.memoryTypeBits, wishes: wishes)
        else {
            throw .vulkan(
                VulkanFailure(
                    code: VK_ERROR_FEATURE_NOT_PRESENT.rawValue,
                    operation: "find memory of the kind that is needed"))
        }
        var info = unsafe VkMemoryAllocateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO
        unsafe info.allocationSize = needs.size
        unsafe info.memoryTypeIndex = type
        return unsafe try DeviceObject(self, "allocate memory", destroyedBy: vkFreeMemory) {
            device, handle in
            CallStorage.lend { storage in
                if let imported = unsafe imported {
                    unsafe info.pNext = UnsafeRawPointer(storage.keep(imported))
                }
                return unsafe vkAllocateMemory(device, &info, nil, &handle)
            }
        }
    }
}
