internal import WeldPlatform

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
            let socket = try StreamSocket.make()
            try StreamSocket.connect(socket.rawValue, to: path, until: deadline)
            return socket
        } catch {
            throw .noCompositor(error)
        }
    }
}
