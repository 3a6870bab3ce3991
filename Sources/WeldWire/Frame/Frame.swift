#if _endian(big)
    #error("The wire is little-endian and bodies are memory images: no big-endian target")
#endif

/// The constants of the frame format (wire-protocol.md#frame).
public enum Frame {
    /// First four bytes of every frame; on the wire 44 4C 45 57.
    public static let magic: UInt32 = 0x5745_4C44
    /// The protocol version that this engine speaks.
    public static let version: UInt16 = 1
    /// Bytes before the payload.
    public static let headerSize = 16
    /// Bytes of the schema hash, the first part of the payload.
    public static let hashSize = 8
    /// Bytes before the body: header and schema hash.
    public static let prefixSize = 24
    /// Largest payload length that is not `payloadTooLarge`, in bytes, inclusive.
    public static let maximumPayload: UInt32 = 16_777_216
    /// Bytes of the longest frame of the catalogue, so a buffer of this size takes any message.
    public static let longest =
        MessageCatalogue.descriptors.map { $0.frameLength }.max() ?? prefixSize
}

/// A header that passed checks 2 to 6 of wire-protocol.md#frame.
public struct FrameHeader: Equatable, Sendable {
    /// The sender's protocol version: always ours, except in a handshake.
    public var version: UInt16
    /// The message in the frame.
    public var type: MessageType
    /// The sender's number, or in a reply the request's.
    public var sequence: UInt32
    /// Bytes after the header: schema hash and body.
    public var payloadLength: UInt32

    /// Makes a header as it stands; nothing is checked.
    @inlinable
    public init(version: UInt16, type: MessageType, sequence: UInt32, payloadLength: UInt32) {
        self.version = version
        self.type = type
        self.sequence = sequence
        self.payloadLength = payloadLength
    }
}

/// A whole frame that passed checks 2 to 8, and where it lay in the stream.
public struct ReceivedFrame: Equatable, Sendable {
    /// The checked header.
    public var header: FrameHeader
    /// Offset in the stream of the frame's first byte.
    public var start: UInt64
    /// Offset in the stream of the byte after the frame's last one.
    public var end: UInt64

    /// The message in the frame.
    @inlinable public var type: MessageType { header.type }
    /// The frame's sequence number.
    @inlinable public var sequence: UInt32 { header.sequence }
}

/// Numbers the frames that one side sends: from 1, without 0 when it wraps.
public struct SequenceCounter: Equatable, Sendable {
    /// The number handed out last; 0 before the first.
    public private(set) var last: UInt32

    /// Starts a counter whose next number follows `last`.
    public init(last: UInt32 = 0) {
        self.last = last
    }

    /// Returns the next number.
    public mutating func next() -> UInt32 {
        last &+= 1
        if last == 0 { last = 1 }
        return last
    }
}

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
