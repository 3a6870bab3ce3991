// Unsafe code: the driver's descriptions are read through chained structures.

internal import CVulkan

/// A device as its driver describes it.
@safe
struct PhysicalDevice {
    let handle: VkPhysicalDevice
    let candidate: DeviceCandidate
    /// The driver's name and version in its own words.
    let driver: String
    /// What memory of this process has to be a multiple of, in address and size, so that the device
    /// can use it in place, in bytes; nil where it cannot.
    let importAlignment: Int?

    init(_ handle: VkPhysicalDevice, surface: Surface) throws(DisplayError) {
        unsafe self.handle = handle
        var driver = unsafe VkPhysicalDeviceDriverProperties()
        unsafe driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES
        var properties = unsafe VkPhysicalDeviceProperties2()
        unsafe properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2
        unsafe withUnsafeMutablePointer(to: &driver) { driver in
            unsafe properties.pNext = UnsafeMutableRawPointer(driver)
            unsafe vkGetPhysicalDeviceProperties2(handle, &properties)
        }
        self.driver =
            unsafe "\(String(fixed: driver.driverName)) \(String(fixed: driver.driverInfo))"
        let extensions = unsafe try Self.extensions(handle)
        importAlignment =
            unsafe extensions.contains(Self.hostImport.description)
            ? Self.importAlignment(handle) : nil
        candidate = unsafe DeviceCandidate(
            name: String(fixed: properties.properties.deviceName),
            kind: Self.kind(properties.properties.deviceType),
            version: VulkanVersion(packed: properties.properties.apiVersion),
            queueFamily: try Self.queueFamily(handle, surface),
            hasSwapchain: extensions.contains("VK_KHR_swapchain"),
            hasFeatures: Self.hasFeatures(handle))
    }

    /// The extension by which a device uses memory of this process.
    static let hostImport: StaticString = "VK_EXT_external_memory_host"

    private static func importAlignment(_ device: VkPhysicalDevice) -> Int {
        var host = unsafe VkPhysicalDeviceExternalMemoryHostPropertiesEXT()
        unsafe host.sType =
            VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_MEMORY_HOST_PROPERTIES_EXT
        var properties = unsafe VkPhysicalDeviceProperties2()
        unsafe properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2
        unsafe withUnsafeMutablePointer(to: &host) { host in
            unsafe properties.pNext = UnsafeMutableRawPointer(host)
            unsafe vkGetPhysicalDeviceProperties2(device, &properties)
        }
        return unsafe Int(clamping: host.minImportedHostPointerAlignment)
    }

    /// The best device for a window.
    static func best(for surface: Surface) throws(DisplayError) -> PhysicalDevice {
        let handles = unsafe try surface.instance.physicalDevices()
        var devices: [PhysicalDevice] = []
        for index in unsafe handles.indices {
            unsafe devices.append(try PhysicalDevice(handles[index], surface: surface))
        }
        return devices[try DeviceCandidate.best(of: devices.map(\.candidate))]
    }

    private static func kind(_ type: VkPhysicalDeviceType) -> DeviceCandidate.Kind {
        switch type {
        case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU: .discrete
        case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU: .integrated
        case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU: .virtual
        case VK_PHYSICAL_DEVICE_TYPE_CPU: .software
        default: .other
        }
    }

    private static func queueFamily(
        _ device: VkPhysicalDevice, _ surface: Surface
    ) throws(DisplayError) -> UInt32? {
        let families = unsafe try list("list the queues", of: VkQueueFamilyProperties()) {
            unsafe vkGetPhysicalDeviceQueueFamilyProperties(device, $0, $1)
            return VK_SUCCESS
        }
        for (index, family) in families.enumerated()
        where family.queueFlags & VK_QUEUE_GRAPHICS_BIT.rawValue != 0 {
            var presents: VkBool32 = 0
            unsafe try check(
                vkGetPhysicalDeviceSurfaceSupportKHR(
                    device, UInt32(index), surface.handle, &presents),
                "ask whether a device presents to the window")
            if presents != 0 { return UInt32(index) }
        }
        return nil
    }

    private static func extensions(_ device: VkPhysicalDevice) throws(DisplayError) -> Set<String> {
        let found = unsafe try list("list the device's extensions", of: VkExtensionProperties()) {
            unsafe vkEnumerateDeviceExtensionProperties(device, nil, $0, $1)
        }
        return Set(found.map { String(fixed: $0.extensionName) })
    }

    private static func hasFeatures(_ device: VkPhysicalDevice) -> Bool {
        var modern = unsafe VkPhysicalDeviceVulkan13Features()
        unsafe modern.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES
        var features = unsafe VkPhysicalDeviceFeatures2()
        unsafe features.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2
        unsafe withUnsafeMutablePointer(to: &modern) { modern in
            unsafe features.pNext = UnsafeMutableRawPointer(modern)
            unsafe vkGetPhysicalDeviceFeatures2(device, &features)
        }
        return unsafe modern.dynamicRendering != 0 && modern.synchronization2 != 0
    }
}

/// What decides whether a device is taken: pure, so that it can be tested without one.
struct DeviceCandidate: Equatable, Sendable {
    /// Kinds of device, the best first.
    enum Kind: Int, Comparable, Sendable {
        case discrete, integrated, virtual, software, other

        static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    var name: String
    var kind: Kind
    var version: VulkanVersion
    /// A family of queues that draws and presents to the window.
    var queueFamily: UInt32?
    var hasSwapchain: Bool
    /// Dynamic rendering and the second generation of barriers.
    var hasFeatures: Bool

    /// Why the device cannot be used; nil when it can.
    var fault: String? {
        if version < .required { return "\(name) has Vulkan \(version), not 1.3" }
        if !hasSwapchain { return "\(name) has no swapchain" }
        if queueFamily == nil { return "\(name) does not present to it" }
        if !hasFeatures { return "\(name) lacks dynamicRendering or synchronization2" }
        return nil
    }

    /// The index of the best usable device; the first among equals.
    static func best(of candidates: [DeviceCandidate]) throws(DisplayError) -> Int {
        guard !candidates.isEmpty else { throw .noDriver(nil) }
        let usable = candidates.indices.filter { candidates[$0].fault == nil }
        guard let best = usable.min(by: { candidates[$0].kind < candidates[$1].kind }) else {
            throw .noDevice(candidates.compactMap(\.fault))
        }
        return best
    }
}
