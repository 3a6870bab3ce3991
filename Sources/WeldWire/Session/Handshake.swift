/// What both sides of the handshake share (wire-protocol.md#handshake).
public enum Handshake {
    /// How long a connection may take from its start to the end of its handshake.
    public static let deadline: Duration = .seconds(2)
}

/// How a handshake failed.
public enum HandshakeFailure: Error, Equatable, Sendable {
    /// The peer speaks another protocol version.
    case versionMismatch(ours: UInt16, theirs: UInt16)
    /// The editor rejected the runtime, for the reason that its answer gives.
    case rejected(reason: String)
    /// The frame is not the one that the handshake awaits, or comes a second time.
    case unexpected(MessageType)
    /// The handshake was not done in time.
    case deadlinePassed
    /// The stream ended or was reset.
    case peerGone
}

extension HandshakeFailure: CustomStringConvertible {
    /// One sentence for the log.
    public var description: String {
        switch self {
        case .versionMismatch(let ours, let theirs):
            "protocol version mismatch: we speak \(ours), the peer speaks \(theirs)"
        case .rejected(let reason): "the editor rejected the handshake: \(reason)"
        case .unexpected(let type): "\(type.descriptor.name) does not belong into the handshake"
        case .deadlinePassed: "the handshake was not done within \(Handshake.deadline)"
        case .peerGone: "the peer left during the handshake"
        }
    }
}
