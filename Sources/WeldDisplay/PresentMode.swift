/// How pictures wait for the screen.
public enum PresentMode: String, CaseIterable, Sendable {
    /// The newest picture replaces the one that waits; this window paces itself.
    case mailbox
    /// Every picture is shown, one a refresh.
    case fifo
}
