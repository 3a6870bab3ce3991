/// What a peer can do wrong on the wire; the raw value is the name in logs and events.
///
/// The order of the cases is the order of the checks (wire-protocol.md#frame): the first check that
/// fails names the error.
public enum WireError: String, Error, CaseIterable, Sendable {
    /// The stream ended inside a header: the peer's death, not its crime.
    case truncatedHeader
    /// The first four bytes are not the magic.
    case invalidMagic
    /// The header names another protocol version, outside of the handshake.
    case protocolVersionMismatch
    /// The type is none of the catalogue.
    case unknownMessageType
    /// The payload length is above 16 MiB.
    case payloadTooLarge
    /// The payload length is not the one that the type has.
    case payloadSizeMismatch
    /// The stream ended inside a payload: the peer's death, not its crime.
    case truncatedPayload
    /// The schema hash is not the one of the type.
    case schemaHashMismatch
    /// The type is not legal in this direction or in this state, or a reply to nothing.
    case unexpectedMessage
    /// Descriptors came where none belong, or a wrong number of them.
    case unexpectedHandles

    /// Whether the error only says that the peer died in the middle of a frame.
    public var isTruncation: Bool { self == .truncatedHeader || self == .truncatedPayload }
}
