/// One of the two ends of a connection.
public enum Role: String, CaseIterable, Sendable {
    /// The editor: listens, owns the region, sends requests.
    case editor
    /// The runtime: connects, draws, replies.
    case runtime

    /// The other end.
    public var peer: Role { self == .editor ? .runtime : .editor }
}
