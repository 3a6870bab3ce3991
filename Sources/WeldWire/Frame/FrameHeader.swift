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
