// Unsafe code: proxies of the C library are owned here; it calls back with a pointer to this
// object, which outlives them.

internal import CWayland
internal import CXDGShell

/// What the compositor offers to everyone, as far as a window needs it.
@safe
final class WaylandGlobals {
    let connection: WaylandConnection
    private let registry: OpaquePointer
    private var bound: [String: OpaquePointer] = unsafe [:]

    init(_ connection: WaylandConnection) throws(DisplayError) {
        self.connection = connection
        guard let registry = unsafe wl_display_get_registry(connection.display) else {
            throw .missingProtocol("wl_registry")
        }
        unsafe self.registry = registry
        unsafe wl_registry_add_listener(
            registry, Self.listener.address, Unmanaged.passUnretained(self).toOpaque())
        try connection.roundTrip()
        for name in [Self.compositorName, Self.wmBaseName] where unsafe bound[name] == nil {
            throw .missingProtocol(name)
        }
    }

    deinit {
        if let presentation = unsafe presentation { unsafe wp_presentation_destroy(presentation) }
        if let base = unsafe bound[Self.wmBaseName] { unsafe xdg_wm_base_destroy(base) }
        if let compositor = unsafe bound[Self.compositorName] {
            unsafe wl_compositor_destroy(compositor)
        }
        unsafe wl_registry_destroy(registry)
    }

    /// Makes surfaces.
    var compositor: OpaquePointer? { unsafe bound[Self.compositorName] }
    /// Makes windows of surfaces.
    var wmBase: OpaquePointer? { unsafe bound[Self.wmBaseName] }
    /// Tells when a surface was really shown; not every compositor has it.
    var presentation: OpaquePointer? { unsafe bound[Self.presentationName] }

    private static let compositorName = "wl_compositor"
    private static let wmBaseName = "xdg_wm_base"
    private static let presentationName = "wp_presentation"

    private func announced(_ interface: String, number: UInt32, version: UInt32) {
        guard unsafe bound[interface] == nil else { return }
        switch interface {
        case Self.compositorName:
            unsafe bind(interface, weld_compositor_interface(), number, min(version, 4))
        case Self.presentationName:
            unsafe bind(interface, weld_presentation_interface(), number, 1)
        case Self.wmBaseName:
            guard let base = unsafe bind(interface, weld_wm_base_interface(), number, 1) else {
                return
            }
            unsafe xdg_wm_base_add_listener(base, Self.pings.address, nil)
        default: break
        }
    }

    @discardableResult
    private func bind(
        _ name: String, _ interface: UnsafePointer<wl_interface>?, _ number: UInt32,
        _ version: UInt32
    ) -> OpaquePointer? {
        let proxy = unsafe wl_registry_bind(registry, number, interface, version)
        unsafe bound[name] = unsafe proxy.map { OpaquePointer($0) }
        return unsafe bound[name]
    }

    private static let listener = unsafe WaylandListener(
        wl_registry_listener(
            global: { data, _, number, interface, version in
                guard let data = unsafe data, let interface = unsafe interface else { return }
                unsafe Unmanaged<WaylandGlobals>.fromOpaque(data).takeUnretainedValue()
                    .announced(String(cString: interface), number: number, version: version)
            },
            global_remove: { _, _, _ in }))

    /// A window that does not answer counts as hanging.
    private static let pings = unsafe WaylandListener(
        xdg_wm_base_listener(ping: { _, base, serial in unsafe xdg_wm_base_pong(base, serial) }))
}
