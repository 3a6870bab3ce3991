/// R to E, first: who the runtime is.
///
/// Its layout is frozen for ever.
public struct ProtocolHello: WireMessage {
    /// The runtime's protocol version.
    public var protocolVersion: UInt16 = 0
    /// Padding.
    public internal(set) var _pad0: UInt16 = 0
    /// The runtime's engine version, fixed text.
    public var engineVersion = InlineArray<32, UInt8>(repeating: 0)
    /// The runtime's build hash, fixed text.
    public var buildHash = InlineArray<16, UInt8>(repeating: 0)
    /// `Capabilities` as they are on the wire.
    public var capabilities: UInt32 = 0

    /// Makes an all-zero message.
    public init() {}

    /// Makes the Hello of this protocol version.
    public init(engineVersion: String, buildHash: String, capabilities: Capabilities) {
        protocolVersion = Frame.version
        self.engineVersion = FixedText.encode(engineVersion)
        self.buildHash = FixedText.encode(buildHash)
        self.capabilities = capabilities.rawValue
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .protocolHello }
    /// Who sends it.
    @inlinable public static var sender: Role { .runtime }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .first }
}

/// E to R, reply: whether the editor accepts the runtime.
///
/// Its layout is frozen for ever.
public struct ProtocolHelloAck: WireMessage {
    /// 0 when rejected, anything else when accepted.
    public var accepted: UInt8 = 0
    /// Padding.
    public internal(set) var _pad0 = InlineArray<3, UInt8>(repeating: 0)
    /// Why it was rejected, fixed text.
    public var reason = InlineArray<128, UInt8>(repeating: 0)

    /// Makes an all-zero message.
    public init() {}

    /// Makes an answer.
    public init(accepted: Bool, reason: String = "") {
        self.accepted = accepted ? 1 : 0
        self.reason = FixedText.encode(reason)
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .protocolHelloAck }
    /// Who sends it.
    @inlinable public static var sender: Role { .editor }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .reply(to: .protocolHello) }
}

/// What a runtime can do, as its Hello says; the other bits are zero.
public struct Capabilities: OptionSet, Sendable {
    /// The bits on the wire.
    public var rawValue: UInt32

    /// Takes the bits from the wire.
    @inlinable
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Bit 0: a framebuffer shared between GPUs; published as 0, nobody can do it yet.
    public static let gpuSharedFramebuffer = Capabilities(rawValue: 1 << 0)
    /// Bit 1: takes its region as a descriptor, by ShmRegionsHandoff.
    public static let shmHandoff = Capabilities(rawValue: 1 << 1)
    /// Bit 2: knows its entities, and says success = 0 of one that was never created.
    public static let knowsEntities = Capabilities(rawValue: 1 << 2)
}
