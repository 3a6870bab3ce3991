// Unsafe code: the C library's connection is owned here and lent as a pointer; the library calls
// back through tables that live for ever, with a pointer to an object that outlives its proxy.

internal import CWayland
internal import WeldPlatform

/// Owns the connection to the compositor; used by one thread.
///
/// Nothing here waits without a deadline: the C library's own blocking calls are not used.
@safe
final class WaylandConnection {
    let display: OpaquePointer

    /// How long the compositor may take for an answer.
    static let patience = Duration.seconds(5)

    init() throws(DisplayError) {
        let socket = try CompositorSocket.connect(until: .after(Self.patience))
        // The library owns the descriptor from here on, also when it fails.
        guard let display = unsafe wl_display_connect_to_fd(socket.release().rawValue) else {
            throw .system(.last("prepare the Wayland connection"))
        }
        unsafe self.display = display
    }

    deinit {
        unsafe wl_display_disconnect(display)
    }

    /// Handles what has come; if nothing has, waits for the compositor, for `wake` or for the
    /// deadline.
    func dispatch(until deadline: Deadline, wake: RawDescriptor? = nil) throws(DisplayError) {
        guard unsafe wl_display_prepare_read(display) == 0 else { return try dispatchPending() }
        var interests = PollEvents.readable
        // What a compositor that hung up still said is read first.
        if unsafe wl_display_flush(display) < 0, SystemError.last("flush").kind == .again {
            interests.insert(.writable)
        }
        var entries = unsafe [
            PollEntry(RawDescriptor(rawValue: wl_display_get_fd(display)), for: interests)
        ]
        if let wake { entries.append(PollEntry(wake, for: .readable)) }
        do throws(SystemError) {
            _ = try Poll.wait(&entries, until: deadline)
        } catch {
            unsafe wl_display_cancel_read(display)
            throw .system(error)
        }
        guard !entries[0].found.subtracting(.writable).isEmpty else {
            return unsafe wl_display_cancel_read(display)
        }
        guard unsafe wl_display_read_events(display) == 0 else { throw lost() }
        try dispatchPending()
    }

    /// Waits until everything that was sent so far has been handled by the compositor.
    func roundTrip() throws(DisplayError) {
        let deadline = Deadline.after(Self.patience)
        let reply = unsafe WaylandCallback(wl_display_sync(display), self)
        while !reply.isDone {
            guard !deadline.hasPassed else { throw .silentCompositor(awaiting: "answer") }
            try dispatch(until: deadline)
        }
    }

    /// Throws when the connection is over; the driver uses it too and may be the one to notice.
    func check() throws(DisplayError) {
        if unsafe wl_display_get_error(display) != 0 { throw lost() }
    }

    private func dispatchPending() throws(DisplayError) {
        guard unsafe wl_display_dispatch_pending(display) >= 0 else { throw lost() }
    }

    private func lost() -> DisplayError {
        let error = unsafe SystemError(
            code: wl_display_get_error(display), operation: "use its socket")
        guard error.kind == .protocolError else { return .compositorLost(error.description) }
        var interface: UnsafePointer<wl_interface>?
        let number = unsafe wl_display_get_protocol_error(display, &interface, nil)
        let name =
            unsafe interface.map { unsafe String(cString: $0.pointee.name) } ?? "an unknown object"
        return .compositorLost("it reports error \(number) of \(name)")
    }
}

/// Where the compositor listens, as the environment says it.
enum CompositorSocket {
    /// The path of the socket; nil when the environment does not say enough.
    ///
    /// `WAYLAND_DISPLAY` is a name in `XDG_RUNTIME_DIR` or a whole path, `wayland-0` if not set.
    static func path(display: String?, runtimeDirectory: String?) -> String? {
        let name = display.flatMap { $0.isEmpty ? nil : $0 } ?? "wayland-0"
        if name.hasPrefix("/") { return name }
        guard let runtimeDirectory, runtimeDirectory.hasPrefix("/") else { return nil }
        return "\(runtimeDirectory)/\(name)"
    }

    /// Connects; a compositor that accepts nobody is given up at the deadline.
    static func connect(until deadline: Deadline) throws(DisplayError) -> OwnedDescriptor {
        guard
            let path = path(
                display: ProcessEnvironment.value(of: "WAYLAND_DISPLAY"),
                runtimeDirectory: ProcessEnvironment.value(of: "XDG_RUNTIME_DIR"))
        else { throw .noCompositorNamed }
        do throws(SystemError) {
            return try StreamSocket.connect(to: path, until: deadline)
        } catch {
            throw .noCompositor(error)
        }
    }
}

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

/// A table of callbacks that the C library keeps the address of, as long as any proxy lives: made
/// once for each kind of proxy and never freed.
@safe
struct WaylandListener<Table>: @unchecked Sendable {
    let address: UnsafePointer<Table>

    init(_ table: Table) {
        let place = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        unsafe place.initialize(to: table)
        unsafe address = UnsafePointer(place)
    }
}
