/// The messages by their numbers (wire-protocol.md#messages).
public enum MessageType: UInt16, CaseIterable, Sendable {
    /// The runtime's first frame.
    case protocolHello = 1
    /// The editor's answer to it.
    case protocolHelloAck = 2
    /// 64 bytes that come back.
    case echo = 3
    /// The 64 bytes.
    case echoReply = 4
    /// Asks for an entity.
    case spawnEntity = 5
    /// Names the entity.
    case entityCreated = 6
    /// Changes a component.
    case modifyComponent = 7
    /// Whether it was changed.
    case modifyAck = 8
    /// The editor's sign of life.
    case heartbeat = 9
    /// The runtime's answer to it.
    case heartbeatAck = 10
    /// Asks the runtime to end.
    case shutdown = 11
    /// The runtime's last frame.
    case shutdownAck = 12
    /// A line of the runtime's log.
    case logMessage = 13
    /// Hands regions over.
    case shmRegionsHandoff = 14
}

/// The part that a message plays (wire-protocol.md#messages).
public enum MessagePattern: Equatable, Sendable {
    /// The first frame of its sender.
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

/// A field of a body.
public struct MessageField: Equatable, Sendable {
    /// Its name in the schema.
    public let name: String
    /// Where it begins in the body, in bytes.
    public let offset: Int
    /// How long it is, in bytes.
    public let size: Int
    /// What it holds.
    public let kind: Kind

    /// What a field holds.
    public enum Kind: Equatable, Sendable {
        /// A number, or bytes that are free.
        case plain
        /// Zero when sent, ignored when received.
        case padding
        /// Fixed text (``FixedText``).
        case text
    }

    /// Whether the field is padding.
    public var isPadding: Bool { kind == .padding }

    init(_ name: String, _ offset: Int, _ size: Int, _ kind: Kind = .plain) {
        self.name = name
        self.offset = offset
        self.size = size
        self.kind = kind
    }
}

/// Everything the wire page says of one message.
public struct MessageDescriptor: Equatable, Sendable {
    /// The message.
    public let type: MessageType
    /// Its name, as stubs report it.
    public let name: String
    /// Who sends it.
    public let sender: Role
    /// The part it plays.
    public let pattern: MessagePattern
    /// Bytes of the body.
    public let bodySize: Int
    /// The first eight bytes of the payload.
    public let schemaHash: UInt64
    /// The message that answers it, if one does.
    public let reply: MessageType?
    /// The body's fields, in order.
    public let fields: [MessageField]

    /// The header's payload length, in bytes.
    public var payloadLength: Int { Frame.hashSize + bodySize }
    /// Bytes of the whole frame.
    public var frameLength: Int { Frame.prefixSize + bodySize }

    init(
        _ type: MessageType, _ name: String, _ sender: Role, _ pattern: MessagePattern,
        body: Int, hash: UInt64, reply: MessageType? = nil, _ fields: [MessageField]
    ) {
        self.type = type
        self.name = name
        self.sender = sender
        self.pattern = pattern
        bodySize = body
        schemaHash = hash
        self.reply = reply
        self.fields = fields
    }
}

extension MessageType {
    /// What the wire page says of the message.
    public var descriptor: MessageDescriptor { MessageCatalogue.descriptors[Int(rawValue) - 1] }

    /// The message's name.
    public var name: String { descriptor.name }
}

/// A value for each message.
public struct MessageTable<Value> {
    @usableFromInline var values: [Value]

    /// Makes a table that holds the same value for every message.
    @inlinable
    public init(repeating value: Value) {
        values = Array(repeating: value, count: MessageType.allCases.count + 1)
    }

    /// The value of a message.
    @inlinable
    public subscript(type: MessageType) -> Value {
        @inline(__always) get { values[Int(type.rawValue)] }
        @inline(__always) _modify { yield &values[Int(type.rawValue)] }
    }
}

extension MessageTable: Sendable where Value: Sendable {}
extension MessageTable: Equatable where Value: Equatable {}
