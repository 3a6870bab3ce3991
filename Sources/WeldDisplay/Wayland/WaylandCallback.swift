// Unsafe code: the C library calls back with a pointer to this object, which outlives its proxy.

internal import CWayland

/// A reply that the compositor sends once.
@safe
final class WaylandCallback {
    private(set) var isDone = false
    // Kept so that the connection outlives the proxy.
    private let connection: WaylandConnection
    private var proxy: OpaquePointer?

    /// Takes a new wl_callback over; nil is a connection without memory, whose reply never comes.
    init(_ proxy: OpaquePointer?, _ connection: WaylandConnection) {
        self.connection = connection
        unsafe self.proxy = proxy
        guard let proxy = unsafe proxy else { return }
        unsafe wl_callback_add_listener(
            proxy, Self.listener.address, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        if let proxy = unsafe proxy { unsafe wl_callback_destroy(proxy) }
    }

    private static let listener = unsafe WaylandListener(
        wl_callback_listener(
            done: { data, _, _ in
                guard let data = unsafe data else { return }
                unsafe Unmanaged<WaylandCallback>.fromOpaque(data).takeUnretainedValue().isDone =
                    true
            })
    )
}
