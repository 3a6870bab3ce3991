/// Cuts a byte stream into checked frames: checks 1 to 8 of the wire page, in their order.
///
/// It owns a buffer of 64 KiB, takes the stream in chunks of any size, and allocates nothing on
/// the strength of a length from the wire. An error poisons it: every later call throws the same
/// one, and nothing more is read.
public struct FrameDecoder: ~Copyable, Sendable {
    /// Whether a foreign protocol version is read and not refused: while the connection waits for
    /// its ProtocolHello or ProtocolHelloAck (wire page, Handshake across versions).
    public var anyVersion: Bool

    @usableFromInline var buffer = ReceiveBuffer()
    /// Offset in the stream of the buffer's first byte that was not taken.
    private var position: UInt64 = 0
    /// The error that poisoned the decoder.
    private var failure: WireError?
    /// Where the body of the last frame lies in the buffer, and what it is.
    @usableFromInline var body: (type: MessageType, offset: Int)?

    /// Makes a decoder at the start of a stream.
    public init(anyVersion: Bool) {
        self.anyVersion = anyVersion
    }

    /// Offset in the stream after the last byte that was read.
    public var bytesRead: UInt64 { position + UInt64(buffer.count) }

    /// Lends the free space of the buffer to a read and returns the bytes read; 0 is the end of
    /// the stream.
    ///
    /// Call it only after `next()` returned nil. On a poisoned decoder nothing is read and 0 comes
    /// back, so that the caller goes on to `endOfStream()` and its error.
    public mutating func fill<E: Error>(
        _ read: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) -> Int {
        body = nil
        guard failure == nil else { return 0 }
        return unsafe try buffer.fill(read)
    }

    /// Returns the next whole frame, or nil when more bytes are needed.
    public mutating func next() throws(WireError) -> ReceivedFrame? {
        body = nil
        if let failure { throw failure }
        do throws(WireError) {
            guard let header = try checkedHeader() else { return nil }
            let length = Frame.headerSize + Int(header.payloadLength)
            guard buffer.count >= length else { return nil }
            guard
                buffer.read(UInt64.self, at: Frame.headerSize)
                    == MessageCatalogue.rule(of: header.type).schemaHash
            else { throw WireError.schemaHashMismatch }
            body = (header.type, buffer.start + Frame.prefixSize)
            let start = position
            buffer.take(length)
            position += UInt64(length)
            return ReceivedFrame(header: header, start: start, end: position)
        } catch {
            failure = error
            throw error
        }
    }

    /// Returns the body of the frame that `next()` returned last, with its padding cleared.
    ///
    /// Valid until the next `next()` or `fill`. Asking for another type is a programming error.
    @inlinable
    public func body<M: WireMessage>(as message: M.Type) -> M {
        guard let body, body.type == M.type else {
            preconditionFailure("the last frame does not hold this message")
        }
        var value = unsafe FrameBytes.read(
            M.self, at: body.offset, from: UnsafeRawBufferPointer(buffer.memory))
        value.clearPadding()
        return value
    }

    /// Judges the end of the stream: returns when it is clean, throws the truncation when not.
    ///
    /// Call it after `next()` returned nil and a read returned 0.
    public mutating func endOfStream() throws(WireError) {
        if let failure { throw failure }
        guard buffer.count > 0 else { return }
        let isInHeader = buffer.count < Frame.headerSize
        let error: WireError = isInHeader ? .truncatedHeader : .truncatedPayload
        failure = error
        throw error
    }

    /// Checks 2 to 6; nil when the header is not whole yet.
    private func checkedHeader() throws(WireError) -> FrameHeader? {
        guard buffer.count >= Frame.headerSize else { return nil }
        guard buffer.read(UInt32.self, at: 0) == Frame.magic else { throw .invalidMagic }
        let version = buffer.read(UInt16.self, at: 4)
        guard version == Frame.version || anyVersion else { throw .protocolVersionMismatch }
        guard let type = MessageType(rawValue: buffer.read(UInt16.self, at: 6)) else {
            throw .unknownMessageType
        }
        let payloadLength = buffer.read(UInt32.self, at: 12)
        guard payloadLength <= Frame.maximumPayload else { throw .payloadTooLarge }
        guard payloadLength == MessageCatalogue.rule(of: type).payloadLength else {
            throw .payloadSizeMismatch
        }
        return FrameHeader(
            version: version, type: type, sequence: buffer.read(UInt32.self, at: 8),
            payloadLength: payloadLength)
    }
}
