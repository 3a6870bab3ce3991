// Unsafe code: libwayland's objects are pointers; the tables of callbacks outlive them.

import CWayland
import CXDGShell
import FrameWitness
import GateHost

/// A window of the judge's own, in which its presenter shows pictures.
@safe
final class PresenterWindow {
    /// The connection.
    let display: Display
    /// Whether the compositor closed it.
    private(set) var isClosed = false

    private let surface: OpaquePointer
    private let shellSurface: OpaquePointer
    private let toplevel: OpaquePointer
    private var isConfigured = false

    /// Opens the window and waits until the compositor takes pictures for it.
    init(
        on display: Display, _ size: PresentedSize, isFullscreen: Bool, until deadline: Deadline
    ) throws {
        guard let surface = unsafe wl_compositor_create_surface(display.compositor),
            let shellSurface = unsafe xdg_wm_base_get_xdg_surface(display.windows, surface),
            let toplevel = unsafe xdg_surface_get_toplevel(shellSurface)
        else { throw ObserverFailure("the compositor gives no window") }
        self.display = display
        unsafe self.surface = surface
        unsafe self.shellSurface = shellSurface
        unsafe self.toplevel = toplevel
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe xdg_surface_add_listener(shellSurface, Self.surfaceListener, context)
        unsafe xdg_toplevel_add_listener(toplevel, Self.toplevelListener, context)
        unsafe xdg_toplevel_set_title(toplevel, "what the host can carry")
        unsafe xdg_toplevel_set_app_id(toplevel, "weld-observer")
        if isFullscreen { unsafe xdg_toplevel_set_fullscreen(toplevel, nil) }
        // Without a picture: asks the compositor to make room.
        unsafe wl_surface_commit(surface)
        while !isConfigured {
            guard try display.dispatch(until: deadline) else {
                throw ObserverFailure("the compositor makes no room for a window in time")
            }
        }
    }

    deinit {
        unsafe xdg_toplevel_destroy(toplevel)
        unsafe xdg_surface_destroy(shellSurface)
        unsafe wl_surface_destroy(surface)
        unsafe wl_display_flush(display.connection)
    }

    /// Hands a picture to the compositor; all of it is new.
    func show(_ buffer: ShmBuffer) {
        let layout = buffer.layout
        unsafe wl_surface_attach(surface, buffer.proxy, 0, 0)
        unsafe wl_surface_damage_buffer(
            surface, 0, 0, Int32(layout.width), Int32(layout.height))
        unsafe wl_surface_commit(surface)
        unsafe wl_display_flush(display.connection)
    }

    private func configured(_ serial: UInt32) {
        unsafe xdg_surface_ack_configure(shellSurface, serial)
        isConfigured = true
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> PresenterWindow? {
        unsafe context.map {
            unsafe Unmanaged<PresenterWindow>.fromOpaque($0).takeUnretainedValue()
        }
    }

    // Tables of callbacks: never changed and never freed.

    nonisolated(unsafe) private static let surfaceListener = unsafe table(
        xdg_surface_listener(configure: { context, _, serial in
            unsafe PresenterWindow.of(context)?.configured(serial)
        }))

    nonisolated(unsafe) private static let toplevelListener = unsafe table(
        xdg_toplevel_listener(
            configure: { _, _, _, _, _ in },
            close: { context, _ in unsafe PresenterWindow.of(context)?.isClosed = true },
            configure_bounds: { _, _, _, _ in }, wm_capabilities: { _, _, _ in }))

    /// A window that does not answer counts as hanging.
    nonisolated(unsafe) static let pings = unsafe table(
        xdg_wm_base_listener(ping: { _, base, serial in unsafe xdg_wm_base_pong(base, serial) }))

    private static func table<Table>(_ table: Table) -> UnsafeMutablePointer<Table> {
        let place = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        unsafe place.initialize(to: table)
        return unsafe place
    }
}

/// A buffer that the presenter draws into and the compositor shows in turn.
@safe
final class PresenterBuffer {
    /// The memory.
    let buffer: ShmBuffer
    /// Whether the compositor may still read it.
    private(set) var isLent = false

    /// Makes a buffer.
    init(_ buffer: ShmBuffer) {
        self.buffer = buffer
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe wl_buffer_add_listener(buffer.proxy, Self.listener, context)
    }

    /// Lends it to the compositor, as a window's picture.
    func show(in window: PresenterWindow) {
        isLent = true
        window.show(buffer)
    }

    // Never changed and never freed.
    nonisolated(unsafe) private static let listener: UnsafeMutablePointer<wl_buffer_listener> = {
        let place = UnsafeMutablePointer<wl_buffer_listener>.allocate(capacity: 1)
        unsafe place.initialize(
            to: wl_buffer_listener(release: { context, _ in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<PresenterBuffer>.fromOpaque(context).takeUnretainedValue()
                    .isLent = false
            }))
        return unsafe place
    }()
}
