/// Everything the catalogue says about one message.
public struct MessageDescriptor: Equatable, Sendable {
    /// The message.
    public let type: MessageType
    /// Its name in the catalogue and in its schema text.
    public let name: String
    /// Who sends it.
    public let sender: Role
    /// The part it plays.
    public let pattern: MessagePattern
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
}

extension MessageType {
    /// What the catalogue says about the message.
    public var descriptor: MessageDescriptor { MessageCatalogue.descriptorTable[self] }

    /// Who sends the message.
    public var sender: Role { MessageCatalogue.rules[self].sender }

    /// The message that answers this one, if one does.
    public var reply: MessageType? { MessageCatalogue.rules[self].reply }
}
