// Unsafe code: the driver's instance is owned here; structures that refer to each other by pointer
// are lent for one call.

internal import CVulkan

/// The connection to the Vulkan drivers, with or without the validation layer between.
@safe
final class Instance {
    let handle: VkInstance
    /// The layer's version; nil when nothing is validated.
    let validationVersion: String?
    let validation: ValidationLog?
    private var messenger: VkDebugUtilsMessengerEXT?

    /// Opens the drivers; with a log, everything is validated, synchronization included.
    init(validation: ValidationLog?) throws(DisplayError) {
        self.validation = validation
        validationVersion = validation == nil ? nil : try ValidationLayer.installedVersion()
        if validation != nil, validationVersion == nil { throw .noValidationLayer }
        unsafe handle = try Self.create(validation)
        if let validation { unsafe messenger = unsafe try makeMessenger(validation) }
    }

    deinit {
        if let messenger = unsafe messenger,
            let destroy = function("vkDestroyDebugUtilsMessengerEXT")
        {
            unsafe unsafeBitCast(destroy, to: PFN_vkDestroyDebugUtilsMessengerEXT.self)(
                handle, messenger, nil)
        }
        unsafe vkDestroyInstance(handle, nil)
    }

    /// The devices of all drivers.
    func physicalDevices() throws(DisplayError) -> [VkPhysicalDevice] {
        do throws(DisplayError) {
            let found = unsafe try list("list the Vulkan devices", of: VkPhysicalDevice?.none) {
                unsafe vkEnumeratePhysicalDevices(handle, $0, $1)
            }
            return unsafe found.compactMap { unsafe $0 }
        } catch {
            guard case .vulkan(let failure) = error else { throw error }
            throw .noDriver(failure)
        }
    }

    private func function(_ name: StaticString) -> PFN_vkVoidFunction? {
        name.withUTF8Buffer { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) {
                unsafe vkGetInstanceProcAddr(handle, $0.baseAddress)
            }
        }
    }

    private func makeMessenger(
        _ log: ValidationLog
    ) throws(DisplayError) -> VkDebugUtilsMessengerEXT? {
        guard
            let create = unsafe unsafeBitCast(
                function("vkCreateDebugUtilsMessengerEXT"),
                to: PFN_vkCreateDebugUtilsMessengerEXT?.self)
        else { throw .noValidationLayer }
        var info = unsafe log.messenger
        var messenger: VkDebugUtilsMessengerEXT?
        unsafe try check(create(handle, &info, nil, &messenger), "listen to the validation layer")
        return unsafe messenger
    }

    private static func create(_ log: ValidationLog?) throws(DisplayError) -> VkInstance {
        var application = unsafe VkApplicationInfo()
        unsafe application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO
        unsafe application.apiVersion = VulkanVersion.required.packed
        var info = unsafe VkInstanceCreateInfo()
        unsafe info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO
        var extensions: [StaticString] = ["VK_KHR_surface", "VK_KHR_wayland_surface"]
        var handle: VkInstance?
        let result = CallStorage.lend { storage in
            unsafe info.pApplicationInfo = storage.keep(application)
            if let log {
                extensions += ["VK_EXT_debug_utils", "VK_EXT_validation_features"]
                unsafe info.ppEnabledLayerNames = storage.keep(names: [
                    ValidationLayer.staticName
                ])
                unsafe info.enabledLayerCount = 1
                unsafe info.pNext = UnsafeRawPointer(storage.keep(features(log, storage)))
            }
            unsafe info.ppEnabledExtensionNames = storage.keep(names: extensions)
            unsafe info.enabledExtensionCount = UInt32(extensions.count)
            return unsafe vkCreateInstance(&info, nil, &handle)
        }
        guard result == VK_SUCCESS, let handle = unsafe handle else {
            let failure = VulkanFailure(code: result.rawValue, operation: "open Vulkan")
            throw result == VK_ERROR_LAYER_NOT_PRESENT ? .noValidationLayer : .noDriver(failure)
        }
        return unsafe handle
    }

    /// Synchronization is validated too, and what is wrong with the creation itself is heard.
    private static func features(
        _ log: ValidationLog, _ storage: CallStorage
    ) -> VkValidationFeaturesEXT {
        var features = unsafe VkValidationFeaturesEXT()
        unsafe features.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT
        unsafe features.enabledValidationFeatureCount = 1
        unsafe features.pEnabledValidationFeatures = storage.keep(
            VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT)
        unsafe features.pNext = UnsafeRawPointer(storage.keep(log.messenger))
        return unsafe features
    }
}

/// A version of the Vulkan interface, packed as Vulkan packs it.
struct VulkanVersion: Comparable, Sendable, CustomStringConvertible {
    let packed: UInt32

    /// What this window is written against: dynamic rendering and the second generation of barriers.
    static let required = VulkanVersion(1, 3)

    init(packed: UInt32) {
        self.packed = packed
    }

    init(_ major: UInt32, _ minor: UInt32, _ patch: UInt32 = 0) {
        packed = major << 22 | minor << 12 | patch
    }

    /// Such as "1.3.230"; the variant in the upper bits is left out.
    var description: String {
        "\(packed >> 22 & 0x7F).\(packed >> 12 & 0x3FF).\(packed & 0xFFF)"
    }

    static func < (left: VulkanVersion, right: VulkanVersion) -> Bool {
        left.packed < right.packed
    }
}
