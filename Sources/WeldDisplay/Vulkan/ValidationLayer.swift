// Unsafe code: what the loader knows is read through pointers.

internal import CVulkan

/// The layer that checks every call, as far as it is installed.
enum ValidationLayer {
    /// Its name, as the loader knows it.
    static let staticName: StaticString = "VK_LAYER_KHRONOS_validation"
    /// Its name as a text.
    static var name: String { staticName.description }

    /// Its version, such as "1.3.239", when it is installed.
    static func installedVersion() throws(DisplayError) -> String? {
        let layers = unsafe try list("list the Vulkan layers", of: VkLayerProperties()) {
            unsafe vkEnumerateInstanceLayerProperties($0, $1)
        }
        return layers.first { String(fixed: $0.layerName) == name }
            .map { VulkanVersion(packed: $0.specVersion).description }
    }
}
