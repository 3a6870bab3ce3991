// Unsafe code: memory that the device uses is owned, or borrowed for as long as the buffer lives,
// and lent as bytes.

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

        fileprivate var vulkan: UInt32 {
            switch self {
            case .upload: VK_BUFFER_USAGE_TRANSFER_SRC_BIT.rawValue
            case .readBack: VK_BUFFER_USAGE_TRANSFER_DST_BIT.rawValue
            }
        }
    }

    let buffer: DeviceObject
    private let memory: DeviceObject
    /// The bytes; whose turn it is the frame's fence says.
    let bytes: UnsafeMutableRawBufferPointer
    // What the bytes belong to, where they are not the device's.
    private let owner: AnyObject?

    /// Allocates memory of the device that this process can reach.
    init(_ device: Device, byteCount: Int, for use: Use) throws(DisplayError) {
        owner = nil
        buffer = try Self.makeBuffer(device, byteCount, use, isImported: false)
        var needs = VkMemoryRequirements()
        unsafe vkGetBufferMemoryRequirements(device.handle, buffer.handle, &needs)
        // Both are read by this process: the witness looks at what was uploaded.
        memory = unsafe try device.allocate(
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

    /// Lets the device use memory of this process in place: nothing is copied.
    ///
    /// - Parameters:
    ///   - bytes: Whole units of ``PhysicalDevice/importAlignment``; they stay where they are as long
    ///     as `owner` lives.
    ///   - owner: Is kept until the device has let go of the memory.
    init(
        _ device: Device, importing bytes: UnsafeMutableRawBufferPointer, of owner: AnyObject,
        for use: Use
    ) throws(DisplayError) {
        self.owner = owner
        unsafe self.bytes = bytes
        buffer = try Self.makeBuffer(device, bytes.count, use, isImported: true)
        memory = unsafe try device.adopt(bytes, for: buffer)
        unsafe try check(
            vkBindBufferMemory(device.handle, buffer.handle, memory.handle, 0),
            "bind an imported buffer")
    }

    /// Lends the bytes to be written, while the device does not use them.
    func fill(_ body: (inout MutableRawSpan) -> Void) {
        var span = unsafe bytes.mutableBytes
        body(&span)
    }

    private static func makeBuffer(
        _ device: Device, _ byteCount: Int, _ use: Use, isImported: Bool
    ) throws(DisplayError) -> DeviceObject {
        var info = unsafe VkBufferCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO
        unsafe info.size = VkDeviceSize(byteCount)
        unsafe info.usage = use.vulkan
        unsafe info.sharingMode = VK_SHARING_MODE_EXCLUSIVE
        return unsafe try DeviceObject(device, "make a buffer", destroyedBy: vkDestroyBuffer) {
            device, handle in
            CallStorage.lend { storage in
                if isImported {
                    var external = unsafe VkExternalMemoryBufferCreateInfo()
                    unsafe external.sType = VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_BUFFER_CREATE_INFO
                    unsafe external.handleTypes =
                        VK_EXTERNAL_MEMORY_HANDLE_TYPE_HOST_ALLOCATION_BIT_EXT.rawValue
                    unsafe info.pNext = UnsafeRawPointer(storage.keep(external))
                }
                return unsafe vkCreateBuffer(device, &info, nil, &handle)
            }
        }
    }
}

extension Device {
    /// Whether memory can be used in place, by its address and size in bytes.
    func canImport(address: UInt, byteCount: Int) -> Bool {
        Self.canImport(address: address, byteCount: byteCount, physical.importAlignment)
    }

    /// Whether memory meets what a device demands; nil is a device that imports nothing.
    static func canImport(address: UInt, byteCount: Int, _ alignment: Int?) -> Bool {
        guard let alignment, alignment > 0, byteCount > 0 else { return false }
        return address.isMultiple(of: UInt(alignment)) && byteCount.isMultiple(of: alignment)
    }

    /// Makes device memory of bytes of this process, of a kind that the buffer bears.
    fileprivate func adopt(
        _ bytes: UnsafeMutableRawBufferPointer, for buffer: DeviceObject
    ) throws(DisplayError) -> DeviceObject {
        let kind = VK_EXTERNAL_MEMORY_HANDLE_TYPE_HOST_ALLOCATION_BIT_EXT
        guard
            let ask = unsafe unsafeBitCast(
                function("vkGetMemoryHostPointerPropertiesEXT"),
                to: PFN_vkGetMemoryHostPointerPropertiesEXT?.self)
        else { throw .cannotImport("the driver lacks vkGetMemoryHostPointerPropertiesEXT") }
        var properties = unsafe VkMemoryHostPointerPropertiesEXT()
        unsafe properties.sType = VK_STRUCTURE_TYPE_MEMORY_HOST_POINTER_PROPERTIES_EXT
        unsafe try check(
            ask(handle, kind, bytes.baseAddress, &properties), "ask how memory can be imported")
        var needs = VkMemoryRequirements()
        unsafe vkGetBufferMemoryRequirements(handle, buffer.handle, &needs)
        needs.memoryTypeBits &= unsafe properties.memoryTypeBits
        needs.size = VkDeviceSize(bytes.count)
        var pointer = unsafe VkImportMemoryHostPointerInfoEXT()
        unsafe pointer.sType = VK_STRUCTURE_TYPE_IMPORT_MEMORY_HOST_POINTER_INFO_EXT
        unsafe pointer.handleType = kind
        unsafe pointer.pHostPointer = bytes.baseAddress
        return unsafe try allocate(needs, wishes: [[.hostVisible, .hostCoherent]], pointer)
    }
}
