import WeldPlatform
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
    /// A line of the runtime's log.
    case log(LogMessage)
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

/// Carries news from reading threads to the control loop.
///
/// It is bounded by what the editor asked for: a runtime's replies are matched to requests before
/// they come here, and the control loop asks no faster than it drains.
final class EditorInbox: Sendable {
    /// News of the connection with this number.
    struct Item: Sendable {
        let connection: UInt64
        let news: RuntimeNews
    }

    private let items = Lock<[Item]>([])
    private let arrival: EventCounter

    init() throws(SystemError) {
        arrival = try EventCounter()
    }

    /// Readable when there is news.
    var descriptor: Int32 { arrival.descriptor.rawValue }

    /// Appends news; called by the reading thread of a connection.
    func append(_ news: RuntimeNews, of connection: UInt64) {
        items.withLock { $0.append(Item(connection: connection, news: news)) }
        arrival.signal()
    }

    /// Takes all news.
    func takeAll() -> [Item] {
        arrival.drain()
        return items.withLock { items in
            let taken = items
            items.removeAll(keepingCapacity: true)
            return taken
        }
    }
}
