// Unsafe code: the layer calls back with a pointer to this object, which outlives the instance.

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
