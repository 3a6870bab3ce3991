internal import CVulkan

/// A refusal of the Vulkan driver: what failed, and the driver's own code.
public struct VulkanFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The VkResult.
    public let code: Int32
    /// What was tried, to complete "cannot …".
    public let operation: String

    /// Makes a failure.
    public init(code: Int32, operation: String) {
        self.code = code
        self.operation = operation
    }

    /// Such as "cannot create a buffer: VK_ERROR_OUT_OF_DEVICE_MEMORY (-2)".
    public var description: String { "cannot \(operation): \(name) (\(code))" }

    /// The code as the Vulkan specification spells it.
    var name: String { Self.names[code] ?? "VkResult" }

    private static let names: [Int32: String] = [
        VK_NOT_READY.rawValue: "VK_NOT_READY",
        VK_TIMEOUT.rawValue: "VK_TIMEOUT",
        VK_INCOMPLETE.rawValue: "VK_INCOMPLETE",
        VK_SUBOPTIMAL_KHR.rawValue: "VK_SUBOPTIMAL_KHR",
        VK_ERROR_OUT_OF_HOST_MEMORY.rawValue: "VK_ERROR_OUT_OF_HOST_MEMORY",
        VK_ERROR_OUT_OF_DEVICE_MEMORY.rawValue: "VK_ERROR_OUT_OF_DEVICE_MEMORY",
        VK_ERROR_INITIALIZATION_FAILED.rawValue: "VK_ERROR_INITIALIZATION_FAILED",
        VK_ERROR_DEVICE_LOST.rawValue: "VK_ERROR_DEVICE_LOST",
        VK_ERROR_MEMORY_MAP_FAILED.rawValue: "VK_ERROR_MEMORY_MAP_FAILED",
        VK_ERROR_LAYER_NOT_PRESENT.rawValue: "VK_ERROR_LAYER_NOT_PRESENT",
        VK_ERROR_EXTENSION_NOT_PRESENT.rawValue: "VK_ERROR_EXTENSION_NOT_PRESENT",
        VK_ERROR_FEATURE_NOT_PRESENT.rawValue: "VK_ERROR_FEATURE_NOT_PRESENT",
        VK_ERROR_INCOMPATIBLE_DRIVER.rawValue: "VK_ERROR_INCOMPATIBLE_DRIVER",
        VK_ERROR_TOO_MANY_OBJECTS.rawValue: "VK_ERROR_TOO_MANY_OBJECTS",
        VK_ERROR_FORMAT_NOT_SUPPORTED.rawValue: "VK_ERROR_FORMAT_NOT_SUPPORTED",
        VK_ERROR_UNKNOWN.rawValue: "VK_ERROR_UNKNOWN",
        VK_ERROR_SURFACE_LOST_KHR.rawValue: "VK_ERROR_SURFACE_LOST_KHR",
        VK_ERROR_NATIVE_WINDOW_IN_USE_KHR.rawValue: "VK_ERROR_NATIVE_WINDOW_IN_USE_KHR",
        VK_ERROR_OUT_OF_DATE_KHR.rawValue: "VK_ERROR_OUT_OF_DATE_KHR",
    ]
}

/// Throws unless a call succeeded.
func check(_ result: VkResult, _ operation: String) throws(DisplayError) {
    guard result == VK_SUCCESS else {
        throw .vulkan(VulkanFailure(code: result.rawValue, operation: operation))
    }
}

extension DisplayError {
    /// Whether the device is gone, and another may do.
    var isLostDevice: Bool {
        guard case .vulkan(let failure) = self else { return false }
        return failure.code == VK_ERROR_DEVICE_LOST.rawValue
    }
}
