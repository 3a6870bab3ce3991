// Unsafe code: the C library's connection is owned here and lent as a pointer.

internal import CWayland
internal import Glibc
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
        guard let display = unsafe wl_display_connect_to_fd(socket.release()) else {
            throw .system(SystemError(code: errno, operation: "prepare the Wayland connection"))
        }
        unsafe self.display = display
    }

    deinit {
        unsafe wl_display_disconnect(display)
    }

    /// Handles what has come; if nothing has, waits for the compositor, for `wake` or for the
    /// deadline.
    func dispatch(until deadline: Deadline, wake: Int32? = nil) throws(DisplayError) {
        guard unsafe wl_display_prepare_read(display) == 0 else { return try dispatchPending() }
        var interests = PollEvents.readable
        // What a compositor that hung up still said is read first.
        if unsafe wl_display_flush(display) < 0, errno == EAGAIN { interests.insert(.writable) }
        var entries = unsafe [PollEntry(wl_display_get_fd(display), for: interests)]
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
        let code = unsafe wl_display_get_error(display)
        guard code == EPROTO else {
            return .compositorLost(
                SystemError(code: code, operation: "use its socket").description)
        }
        var interface: UnsafePointer<wl_interface>?
        let number = unsafe wl_display_get_protocol_error(display, &interface, nil)
        let name =
            unsafe interface.map { unsafe String(cString: $0.pointee.name) } ?? "an unknown object"
        return .compositorLost("it reports error \(number) of \(name)")
    }
}
