/// Who writes an event: one of the two processes under test, or the judge's own observer.
public enum ProcessRole: String, CaseIterable, Sendable {
    /// Listens, owns the region and the window, sends requests.
    case editor
    /// Connects, draws, replies.
    case runtime
    /// Watches what a compositor shows.
    case observer
}
