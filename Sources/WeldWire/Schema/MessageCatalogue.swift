/// The table of all messages, derived once from their declarations.
public enum MessageCatalogue {
    /// The declarations, in the order of their numbers.
    public static let messages: [any WireMessage.Type] = [
        ProtocolHello.self, ProtocolHelloAck.self, Echo.self, EchoReply.self, SpawnEntity.self,
        EntityCreated.self, ModifyComponent.self, ModifyAck.self, Heartbeat.self,
        HeartbeatAck.self, Shutdown.self, ShutdownAck.self, LogMessage.self,
        ShmRegionsHandoff.self,
    ]

    /// What the declarations say, in the order of their numbers.
    public static let descriptors: [MessageDescriptor] = messages.map { MessageDescriptor(of: $0) }

    /// Returns what the catalogue says about a message.
    static func descriptor(of type: MessageType) -> MessageDescriptor {
        descriptors[Int(type.rawValue) - 1]
    }

    /// The two figures that every frame is checked by.
    @usableFromInline
    struct Rule: Sendable {
        /// The header's payload length.
        @usableFromInline var payloadLength: UInt32 = 0
        /// The payload's first eight bytes.
        @usableFromInline var schemaHash: UInt64 = 0

        init() {}
    }

    /// The rules by number; entry 0 belongs to nothing.
    @usableFromInline static let rules: InlineArray<15, Rule> = {
        var rules = InlineArray<15, Rule>(repeating: Rule())
        for (index, descriptor) in descriptors.enumerated() {
            precondition(Int(descriptor.type.rawValue) == index + 1, "catalogue out of order")
            precondition(descriptor.frameLength <= Frame.longest, "a frame beyond the longest")
            rules[index + 1].payloadLength = UInt32(descriptor.payloadLength)
            rules[index + 1].schemaHash = descriptor.schemaHash
        }
        return rules
    }()

    /// Returns the rule of a message.
    @inlinable @inline(__always)
    static func rule(of type: MessageType) -> Rule { rules[Int(type.rawValue)] }
}
