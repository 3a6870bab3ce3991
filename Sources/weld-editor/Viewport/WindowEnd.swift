import WeldDisplay

/// How the window's thread ended.
enum WindowEnd: Equatable, Sendable {
    /// It was asked to.
    case stopped
    /// The user closed the window.
    case closed
    /// Window, compositor or device failed.
    case failed(DisplayError)

    /// Why the editor ends after it.
    var stopReason: EditorLife.StopReason {
        switch self {
        case .stopped, .closed: .windowClosed
        case .failed: .displayLost
        }
    }
}
