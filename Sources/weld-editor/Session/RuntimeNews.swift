import WeldTransport
import WeldWire

/// What a reading thread tells the control loop.
enum RuntimeNews: Sendable {
    /// The handshake is done.
    case greeted(ProtocolHello)
    /// The handshake failed.
    case handshakeFailed(HandshakeFailure)
    /// A reply to a request of ours.
    case reply(Reply, sequence: UInt32)
    /// A HeartbeatAck.
    case heartbeatAck
    /// The ShutdownAck.
    case shutdownAck
    /// A line of the runtime's log; boxed, because it is four times as long as all the others.
    indirect case log(LogMessage)
    /// The connection is over; nothing comes after this.
    case ended(TransportError)
}

/// A reply whose contents are compared.
enum Reply: Sendable {
    case echo(EchoReply)
    case created(EntityCreated)
    case modified(ModifyAck)

    /// The message in the frame.
    var type: MessageType {
        switch self {
        case .echo: .echoReply
        case .created: .entityCreated
        case .modified: .modifyAck
        }
    }
}
