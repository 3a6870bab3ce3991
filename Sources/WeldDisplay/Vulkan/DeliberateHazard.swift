// Unsafe code: structures and names are lent to the driver by address.

internal import CVulkan

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
