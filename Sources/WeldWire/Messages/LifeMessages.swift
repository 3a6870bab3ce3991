/// E to R, every second: the editor's sign of life.
public struct Heartbeat: WireMessage {
    /// When it was sent, in microseconds of the sender's monotonic clock.
    public var sentAtUs: UInt64 = 0

    /// Makes an all-zero message.
    public init() {}

    /// Makes a heartbeat.
    public init(sentAtUs: UInt64) {
        self.sentAtUs = sentAtUs
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .heartbeat }
    /// Who sends it.
    @inlinable public static var sender: Role { .editor }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .request }
}

/// R to E, reply: the runtime's sign of life.
public struct HeartbeatAck: WireMessage {
    /// `sentAtUs` of the heartbeat.
    public var sentAtUs: UInt64 = 0
    /// When the heartbeat was really received, in microseconds of the monotonic clock.
    public var receivedAtUs: UInt64 = 0

    /// Makes an all-zero message.
    public init() {}

    /// Makes a reply.
    public init(sentAtUs: UInt64, receivedAtUs: UInt64) {
        self.sentAtUs = sentAtUs
        self.receivedAtUs = receivedAtUs
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .heartbeatAck }
    /// Who sends it.
    @inlinable public static var sender: Role { .runtime }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .reply(to: .heartbeat) }
}

/// E to R, request: the runtime answers and ends.
public struct Shutdown: WireMessage {
    /// Zero.
    public internal(set) var _reserved: UInt8 = 0

    /// Makes the message.
    public init() {}

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .shutdown }
    /// Who sends it.
    @inlinable public static var sender: Role { .editor }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .request }
}

/// R to E, reply: the runtime ends.
public struct ShutdownAck: WireMessage {
    /// Zero.
    public internal(set) var _reserved: UInt8 = 0

    /// Makes the message.
    public init() {}

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .shutdownAck }
    /// Who sends it.
    @inlinable public static var sender: Role { .runtime }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .reply(to: .shutdown) }
}
