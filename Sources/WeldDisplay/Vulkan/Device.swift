// Unsafe code: the driver's device and its objects, whose handles have no types of their own in
// Swift, are owned here; structures that refer to each other by pointer are lent for one call.

internal import CVulkan

/// The device that draws, and its one queue; used by one thread.
@safe
final class Device {
    let physical: PhysicalDevice
    let handle: VkDevice
    let queue: VkQueue
    let queueFamily: UInt32
    let memoryTypes: [MemoryType]
    // Kept so that the instance outlives the device.
    private let instance: Instance

    init(_ physical: PhysicalDevice, _ instance: Instance) throws(DisplayError) {
        guard let family = physical.candidate.queueFamily else { throw .noDriver(nil) }
        self.physical = physical
        self.instance = instance
        queueFamily = family
        memoryTypes = unsafe MemoryType.all(of: physical.handle)
        unsafe handle = try Self.create(physical, family)
        var queue: VkQueue?
        unsafe vkGetDeviceQueue(handle, family, 0, &queue)
        guard let queue = unsafe queue else { preconditionFailure("a device without its queue") }
        unsafe self.queue = queue
    }

    deinit {
        unsafe vkDestroyDevice(handle, nil)
    }

    /// The address of a function of an extension; nil where the device has not got it.
    func function(_ name: StaticString) -> PFN_vkVoidFunction? {
        unsafe vkGetDeviceProcAddr(handle, name.characters)
    }

    private static func create(
        _ physical: PhysicalDevice, _ family: UInt32
    ) throws(DisplayError) -> VkDevice {
        var queue = unsafe VkDeviceQueueCreateInfo()
        unsafe queue.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO
        unsafe queue.queueFamilyIndex = family
        unsafe queue.queueCount = 1
        var features = unsafe VkPhysicalDeviceVulkan13Features()
        unsafe features.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES
        unsafe features.dynamicRendering = VK_TRUE
        unsafe features.synchronization2 = VK_TRUE
        var info = unsafe VkDeviceCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO
        unsafe info.queueCreateInfoCount = 1
        var extensions: [StaticString] = ["VK_KHR_swapchain"]
        if physical.importAlignment != nil { extensions.append(PhysicalDevice.hostImport) }
        unsafe info.enabledExtensionCount = UInt32(extensions.count)
        var handle: VkDevice?
        let result = CallStorage.lend { storage in
            unsafe queue.pQueuePriorities = storage.keep(1)
            unsafe info.pQueueCreateInfos = storage.keep(queue)
            unsafe info.ppEnabledExtensionNames = storage.keep(names: extensions)
            unsafe info.pNext = UnsafeRawPointer(storage.keep(features))
            return unsafe vkCreateDevice(physical.handle, &info, nil, &handle)
        }
        try check(result, "open the Vulkan device")
        guard let handle = unsafe handle else { throw .noDriver(nil) }
        return unsafe handle
    }
}

/// Owns one object of a device: whoever drops it last destroys it, and the device after it.
@safe
final class DeviceObject {
    /// The function that destroys objects of this kind; they all look alike.
    typealias Destroyer =
        @convention(c) (VkDevice?, OpaquePointer?, UnsafePointer<VkAllocationCallbacks>?) -> Void

    let handle: OpaquePointer
    let device: Device
    private let destroy: Destroyer

    /// Makes an object, or says what could not be done.
    init(
        _ device: Device, _ operation: String, destroyedBy destroy: @escaping Destroyer,
        _ make: (VkDevice, inout OpaquePointer?) -> VkResult
    ) throws(DisplayError) {
        var handle: OpaquePointer?
        unsafe try check(make(device.handle, &handle), operation)
        guard let handle = unsafe handle else { preconditionFailure("a success without an object") }
        unsafe self.handle = handle
        self.device = device
        unsafe self.destroy = destroy
    }

    deinit {
        unsafe destroy(device.handle, handle, nil)
    }
}
