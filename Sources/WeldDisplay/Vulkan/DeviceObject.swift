// Unsafe code: handles of the driver have no types of their own in Swift; each is owned here.

internal import CVulkan

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
