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

    /// What every frame is checked and cleaned by.
    @usableFromInline
    struct Rule: Sendable {
        /// The header's payload length.
        @usableFromInline var payloadLength: UInt32 = 0
        /// The payload's first eight bytes.
        @usableFromInline var schemaHash: UInt64 = 0
        /// Offset in the body of the eight bytes that hold all padding.
        var paddingOffset = 0
        /// The padding's bits in those bytes, little-endian; 0 without padding.
        var paddingMask: UInt64 = 0

        init() {}

        init(of descriptor: MessageDescriptor) {
            payloadLength = UInt32(descriptor.payloadLength)
            schemaHash = descriptor.schemaHash
            let padding = descriptor.fields.filter(\.isPadding)
            guard let first = padding.first else { return }
            paddingOffset = first.offset
            for field in padding {
                let end = field.offset - first.offset + field.size
                precondition(end <= 8, "\(descriptor.name): padding beyond eight bytes")
                for byte in end - field.size..<end {
                    paddingMask |= 0xFF << UInt64(8 * byte)
                }
            }
        }
    }

    /// The rules by number; entry 0 belongs to nothing.
    @usableFromInline static let rules: [Rule] = {
        var rules = [Rule](repeating: Rule(), count: descriptors.count + 1)
        for (index, descriptor) in descriptors.enumerated() {
            precondition(Int(descriptor.type.rawValue) == index + 1, "catalogue out of order")
            precondition(descriptor.frameLength <= Frame.longest, "a frame beyond the longest")
            rules[index + 1] = Rule(of: descriptor)
        }
        return rules
    }()

    /// Returns the rule of a message.
    @inlinable @inline(__always)
    static func rule(of type: MessageType) -> Rule { rules[Int(type.rawValue)] }
}
