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

    /// Derives what a declaration says; one that is no schema is a programming error.
    init(of type: MessageType) {
        self.init(of: type.message)
        precondition(self.type == type, "\(name) is declared as \(self.type), listed as \(type)")
    }

    private init<M: WireMessage>(of message: M.Type) {
        let schema: Schema
        do {
            schema = try Schema(of: M.self)
        } catch {
            preconditionFailure("\(M.self) is no schema: \(error)")
        }
        type = M.type
        name = "\(M.self)"
        sender = M.sender
        pattern = M.pattern
        fields = schema.fields
        bodySize = schema.size
        alignment = schema.alignment
        schemaText = schema.text(name: name)
        schemaHash = Wyhash.hash(schemaText)
        precondition(frameLength <= ReceiveBuffer.capacity, "\(name) is longer than 64 KiB")
    }
}

extension MessageType {
    /// What the catalogue says about the message.
    public var descriptor: MessageDescriptor { MessageCatalogue.descriptorTable[self] }

    /// Who sends the message.
    public var sender: Role { MessageCatalogue.rules[self].sender }

    /// The message that answers this one, if one does.
    public var reply: MessageType? { MessageCatalogue.rules[self].reply }
}
