// Unsafe code: the driver's view of the window is owned here.

internal import CVulkan

/// The window as the driver sees it.
@safe
final class Surface {
    let instance: Instance
    let window: Toplevel
    let handle: VkSurfaceKHR

    init(_ instance: Instance, _ window: Toplevel) throws(DisplayError) {
        self.instance = instance
        self.window = window
        var info = unsafe VkWaylandSurfaceCreateInfoKHR()
        unsafe info.sType = VK_STRUCTURE_TYPE_WAYLAND_SURFACE_CREATE_INFO_KHR
        unsafe info.display = window.globals.connection.display
        unsafe info.surface = window.surface
        var handle: VkSurfaceKHR?
        unsafe try check(
            vkCreateWaylandSurfaceKHR(instance.handle, &info, nil, &handle),
            "make a Vulkan surface of the window")
        guard let handle = unsafe handle else { throw .noDriver(nil) }
        unsafe self.handle = handle
    }

    deinit {
        unsafe vkDestroySurfaceKHR(instance.handle, handle, nil)
    }
}
