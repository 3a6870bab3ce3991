/// E to R, request: 64 bytes that come back unchanged.
public struct Echo: WireMessage {
    /// The bytes.
    public var payload = InlineArray<64, UInt8>(repeating: 0)

    /// Makes an all-zero message.
    @inlinable
    public init() {}

    /// Makes an Echo of these bytes.
    @inlinable
    public init(payload: InlineArray<64, UInt8>) {
        self.payload = payload
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .echo }
    /// Who sends it.
    @inlinable public static var sender: Role { .editor }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .request }
}

/// R to E, reply: the 64 bytes of the Echo.
public struct EchoReply: WireMessage {
    /// The bytes.
    public var payload = InlineArray<64, UInt8>(repeating: 0)

    /// Makes an all-zero message.
    @inlinable
    public init() {}

    /// Makes a reply of these bytes.
    @inlinable
    public init(payload: InlineArray<64, UInt8>) {
        self.payload = payload
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .echoReply }
    /// Who sends it.
    @inlinable public static var sender: Role { .runtime }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .reply(to: .echo) }
}
