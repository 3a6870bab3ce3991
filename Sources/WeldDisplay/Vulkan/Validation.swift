// Unsafe code: the layer calls back with a pointer to the log, which outlives the instance; what
// the loader knows is read through pointers, and structures are lent to the driver by address.

internal import CVulkan
internal import WeldPlatform

/// A complaint of the validation layer.
public struct ValidationMessage: Equatable, Sendable {
    /// How bad it is: `error` or `warning`.
    public let severity: String
    /// The rule's name, such as "VUID-vkCmdDraw-None-02699" or "SYNC-HAZARD-WRITE-AFTER-READ".
    public let id: String
    /// The layer's own words.
    public let text: String
}

/// Takes what the validation layer says, on whatever thread it says it, and counts.
final class ValidationLog: Sendable {
    private struct State {
        var count: UInt64 = 0
        var awaitsHazard = false
        var hasHeardHazard = false
    }

    private let state = Lock(State())
    private let report: @Sendable (ValidationMessage) -> Void

    init(report: @escaping @Sendable (ValidationMessage) -> Void) {
        self.report = report
    }

    /// Complaints so far.
    var messages: UInt64 { state.withLock { $0.count } }

    /// From now on the deliberate hazard is no complaint but what is waited for.
    func expectHazard() { state.withLock { $0.awaitsHazard = true } }

    /// Whether the deliberate hazard was heard; from now on it would be a complaint again.
    func heardHazard() -> Bool {
        state.withLock { state in
            state.awaitsHazard = false
            return state.hasHeardHazard
        }
    }

    /// Takes what the layer says.
    func take(_ message: ValidationMessage) {
        let isMeant = state.withLock { state in
            if state.awaitsHazard, DeliberateHazard.isMeant(message) {
                state.hasHeardHazard = true
                return true
            }
            state.count += 1
            return false
        }
        if !isMeant { report(message) }
    }

    /// Describes the messenger that hands warnings and errors to this log; the log must outlive it.
    var messenger: VkDebugUtilsMessengerCreateInfoEXT {
        var info = unsafe VkDebugUtilsMessengerCreateInfoEXT()
        unsafe info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT
        unsafe info.messageSeverity =
            VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT.rawValue
            | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT.rawValue
        // Not GENERAL: there the loader tells about drivers that it could not load.
        unsafe info.messageType =
            VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT.rawValue
            | VK_DEBUG_UTILS_MESSAGE_TYPE_PERFORMANCE_BIT_EXT.rawValue
        unsafe info.pUserData = Unmanaged.passUnretained(self).toOpaque()
        unsafe info.pfnUserCallback = { severity, _, data, context in
            guard let data = unsafe data, let context = unsafe context else { return VK_FALSE }
            let isError = severity == VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT
            unsafe Unmanaged<ValidationLog>.fromOpaque(context).takeUnretainedValue().take(
                ValidationMessage(
                    severity: isError ? "error" : "warning",
                    id: data.pointee.pMessageIdName.map { unsafe String(cString: $0) } ?? "",
                    text: unsafe data.pointee.pMessage.map { unsafe String(cString: $0) } ?? ""))
            return VK_FALSE
        }
        return unsafe info
    }
}

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

/// A mistake on purpose, so that a validation layer that is silent cannot be taken for one that is
/// content (gates.md#g6).
///
/// Two writes to one buffer without a barrier between them are recorded and never submitted: the
/// layer has to complain about them, synchronization validation included, by the buffer's name.
/// Whoever listens to the layer beside this program hears it too.
enum DeliberateHazard {
    /// The buffer's name, which stands in the layer's complaint.
    static let name: StaticString = "weld-deliberate-hazard"
    /// What the layer calls it.
    static let rule = "SYNC-HAZARD-WRITE-AFTER-WRITE"

    /// Whether a message is about the hazard.
    static func isMeant(_ message: ValidationMessage) -> Bool {
        message.id.contains(rule) && message.text.contains(name.description)
    }

    /// Makes the mistake.
    ///
    /// - Throws: ``DisplayError/silencedValidationLayer`` when nothing was heard.
    static func provoke(_ device: Device, _ log: ValidationLog) throws(DisplayError) {
        let buffer = try HostBuffer(device, byteCount: 4096, for: .readBack)
        label(buffer.buffer, of: device)
        let list = try CommandList(device)
        log.expectHazard()
        try list.record { list in
            for value in [UInt32(1), 2] {
                unsafe vkCmdFillBuffer(
                    list.buffer, buffer.buffer.handle, 0, VK_WHOLE_SIZE, value)
            }
        }
        guard log.heardHazard() else { throw .silencedValidationLayer }
    }

    private static func label(_ buffer: DeviceObject, of device: Device) {
        guard
            let label = unsafe unsafeBitCast(
                device.function("vkSetDebugUtilsObjectNameEXT"),
                to: PFN_vkSetDebugUtilsObjectNameEXT?.self)
        else { return }
        var info = unsafe VkDebugUtilsObjectNameInfoEXT()
        unsafe info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_OBJECT_NAME_INFO_EXT
        unsafe info.objectType = VK_OBJECT_TYPE_BUFFER
        unsafe info.objectHandle = UInt64(UInt(bitPattern: buffer.handle))
        unsafe info.pObjectName = name.characters
        _ = unsafe label(device.handle, &info)
    }
}
