/// A message whose stored properties are its schema.
///
/// Declaration order, names and types of the stored properties give layout, schema text, schema
/// hash and documentation (wire-protocol.md#schema-hash). Allowed are `UInt8` to `UInt64`,
/// `InlineArray` of them, and of `SchemaStruct`; names that begin with `_` are padding,
/// which the decoder clears and nobody outside of this module can set. A type
/// that would need implicit padding is refused when its schema is derived.
public protocol WireMessage: SchemaStruct, Equatable {
    /// The message's number in the catalogue.
    static var type: MessageType { get }
}

extension WireMessage {
    /// Returns whether two messages have the same bytes; no message has implicit padding.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool { FrameBytes.equal(left, right) }
}
