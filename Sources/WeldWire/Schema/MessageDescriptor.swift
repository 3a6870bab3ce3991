/// Everything the catalogue says about one message.
public struct MessageDescriptor: Equatable, Sendable {
    /// The part a message plays in the conversation.
    public enum Pattern: Equatable, Sendable {
        /// The first frame of its sender; it has a reply.
        case first
        /// Asks for a reply.
        case request
        /// Answers a request, under its number.
        case reply(to: MessageType)
        /// Says something and asks for nothing.
        case event
        /// Carries descriptors, once, after the handshake.
        case handover
    }

    /// The message.
    public let type: MessageType
    /// Its name in the catalogue and in its schema text.
    public let name: String
    /// Who sends it.
    public let sender: Role
    /// The part it plays.
    public let pattern: Pattern
    /// Fields of the body with their offsets, in order.
    public let fields: [Schema.Field]
    /// Bytes of the body.
    public let bodySize: Int
    /// Alignment of the body as a C struct, in bytes.
    public let alignment: Int
    /// The canonical text that is hashed.
    public let schemaText: String
    /// Wyhash of the text with seed 0.
    public let schemaHash: UInt64

    /// The header's payload length: hash and body.
    public var payloadLength: Int { Frame.hashSize + bodySize }
    /// Bytes of the whole frame.
    public var frameLength: Int { Frame.prefixSize + bodySize }
    /// The message that answers this one, if one does.
    public var reply: MessageType? { type.reply }

    init<M: WireMessage>(of message: M.Type) {
        let schema: Schema
        do {
            schema = try Schema(of: M.self)
        } catch {
            preconditionFailure("\(M.self) is no schema: \(error)")
        }
        type = M.type
        name = "\(M.self)"
        (sender, pattern) = M.type.part
        fields = schema.fields
        bodySize = schema.size
        alignment = schema.alignment
        schemaText = schema.text(name: name)
        schemaHash = Wyhash.hash(schemaText)
    }
}

extension MessageType {
    /// Who sends the message, and the part it plays (wire-protocol.md#messages).
    var part: (sender: Role, pattern: MessageDescriptor.Pattern) {
        switch self {
        case .protocolHello: (.runtime, .first)
        case .protocolHelloAck: (.editor, .reply(to: .protocolHello))
        case .echo: (.editor, .request)
        case .echoReply: (.runtime, .reply(to: .echo))
        case .spawnEntity: (.editor, .request)
        case .entityCreated: (.runtime, .reply(to: .spawnEntity))
        case .modifyComponent: (.editor, .request)
        case .modifyAck: (.runtime, .reply(to: .modifyComponent))
        case .heartbeat: (.editor, .request)
        case .heartbeatAck: (.runtime, .reply(to: .heartbeat))
        case .shutdown: (.editor, .request)
        case .shutdownAck: (.runtime, .reply(to: .shutdown))
        case .logMessage: (.runtime, .event)
        case .shmRegionsHandoff: (.editor, .handover)
        }
    }

    /// Who sends the message.
    public var sender: Role { part.sender }

    /// The message that answers this one, if one does.
    public var reply: MessageType? {
        switch self {
        case .protocolHello: .protocolHelloAck
        case .echo: .echoReply
        case .spawnEntity: .entityCreated
        case .modifyComponent: .modifyAck
        case .heartbeat: .heartbeatAck
        case .shutdown: .shutdownAck
        default: nil
        }
    }
}
