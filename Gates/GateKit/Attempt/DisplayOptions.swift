/// Where an attempt that needs a window shows it, and what it leaves for people to look at.
public struct DisplayOptions: Codable, Hashable, Sendable {
    /// Which compositor.
    public var compositor: CompositorChoice
    /// The whole path of the session's socket; nil where there is no session.
    public var sessionSocket: String?
    /// An existing directory in which pictures are left; nil leaves them with the store only.
    public var framesDirectory: String?

    /// Creates options.
    public init(
        compositor: CompositorChoice = .sway, sessionSocket: String? = nil,
        framesDirectory: String? = nil
    ) {
        self.compositor = compositor
        self.sessionSocket = sessionSocket
        self.framesDirectory = framesDirectory
    }
}

/// The compositors that a window can be judged in.
public enum CompositorChoice: String, Codable, CaseIterable, Hashable, Sendable {
    /// A headless sway that the attempt starts for itself.
    case sway
    /// The compositor of the session that the command was started in (`$WAYLAND_DISPLAY`).
    case session
}
