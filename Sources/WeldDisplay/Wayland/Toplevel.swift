// Unsafe code: proxies of the C library are owned here; it calls back with a pointer to this
// object, which outlives them.

internal import CWayland
internal import CXDGShell
internal import WeldPlatform

/// The window: a surface with the role of an xdg-shell toplevel.
@safe
final class Toplevel {
    let globals: WaylandGlobals
    let surface: OpaquePointer
    private let shellSurface: OpaquePointer
    private let toplevel: OpaquePointer
    private let wished: WindowSize
    private var suggested: WindowSize?

    /// The size that was agreed upon; nil before the compositor's first word.
    private(set) var size: WindowSize?
    /// Whether the user closed the window.
    private(set) var isClosed = false

    /// Makes the window and waits for the compositor's first word about its size.
    init(
        _ globals: WaylandGlobals, title: String, wished: WindowSize, isFullscreen: Bool
    ) throws(DisplayError) {
        guard let surface = unsafe wl_compositor_create_surface(globals.compositor),
            let shellSurface = unsafe xdg_wm_base_get_xdg_surface(globals.wmBase, surface),
            let toplevel = unsafe xdg_surface_get_toplevel(shellSurface)
        else { throw .missingProtocol("memory for a window") }
        self.globals = globals
        unsafe self.surface = surface
        unsafe self.shellSurface = shellSurface
        unsafe self.toplevel = toplevel
        self.wished = wished
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe xdg_surface_add_listener(shellSurface, Self.surfaceListener.address, context)
        unsafe xdg_toplevel_add_listener(toplevel, Self.toplevelListener.address, context)
        unsafe xdg_toplevel_set_title(toplevel, title)
        unsafe xdg_toplevel_set_app_id(toplevel, "weld-editor")
        if isFullscreen { unsafe xdg_toplevel_set_fullscreen(toplevel, nil) }
        // Without a picture: asks the compositor for a size.
        unsafe wl_surface_commit(surface)
        try awaitFirstSize()
    }

    deinit {
        unsafe xdg_toplevel_destroy(toplevel)
        unsafe xdg_surface_destroy(shellSurface)
        unsafe wl_surface_destroy(surface)
    }

    private func awaitFirstSize() throws(DisplayError) {
        let deadline = Deadline.after(WaylandConnection.patience)
        while size == nil {
            guard !deadline.hasPassed else { throw .silentCompositor(awaiting: "size") }
            try globals.connection.dispatch(until: deadline)
        }
    }

    private func configured(serial: UInt32) {
        unsafe xdg_surface_ack_configure(shellSurface, serial)
        size = WindowSize.agreed(suggested: suggested, wished: wished)
    }

    private static func window(_ data: UnsafeMutableRawPointer?) -> Toplevel? {
        unsafe data.map { unsafe Unmanaged<Toplevel>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let surfaceListener = unsafe WaylandListener(
        xdg_surface_listener(configure: { data, _, serial in
            unsafe Toplevel.window(data)?.configured(serial: serial)
        }))

    private static let toplevelListener = unsafe WaylandListener(
        xdg_toplevel_listener(
            configure: { data, _, width, height, _ in
                unsafe Toplevel.window(data)?.suggested = WindowSize(width: width, height: height)
            },
            close: { data, _ in unsafe Toplevel.window(data)?.isClosed = true },
            configure_bounds: { _, _, _, _ in },
            wm_capabilities: { _, _, _ in }))
}
