/// A message, declared once: number, sender, pattern, and stored properties that are its schema.
///
/// Declaration order, names and types of the stored properties give layout, schema text, schema
/// hash and documentation (wire-protocol.md#schema-hash). Allowed are `UInt8` to `UInt64`,
/// `InlineArray` of them, and of `SchemaStruct`; names that begin with `_` are padding,
/// which the decoder clears and nobody outside of this module can set. A type
/// that would need implicit padding, or whose frame exceeds 64 KiB, is refused when its schema is
/// derived.
public protocol WireMessage: SchemaStruct, Equatable {
    /// The message's number in the catalogue.
    static var type: MessageType { get }
    /// Who sends it.
    static var sender: Role { get }
    /// The part it plays in the conversation.
    static var pattern: MessagePattern { get }
}

extension WireMessage {
    /// Returns whether two messages have the same bytes; no message has implicit padding.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool { FrameBytes.equal(left, right) }
}

/// The part a message plays in the conversation (wire-protocol.md#messages).
public enum MessagePattern: Equatable, Sendable {
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

/// One of the two ends of a connection.
public enum Role: String, CaseIterable, Sendable {
    /// The editor: listens, owns the region, sends requests.
    case editor
    /// The runtime: connects, draws, replies.
    case runtime

    /// The other end.
    public var peer: Role { self == .editor ? .runtime : .editor }
}
