// Unsafe code: the buffer's free space is lent by address to whoever reads into it.

/// Cuts a byte stream into checked frames: checks 1 to 8 of wire-protocol.md#frame, in their order.
///
/// It owns a buffer of 64 KiB, takes the stream in chunks of any size, and allocates nothing on
/// the strength of a length from the wire. An error poisons it: every later call throws the same
/// one, and nothing more is read.
public struct FrameDecoder: ~Copyable, Sendable {
    /// Whether a foreign protocol version is read and not refused: while the connection waits for
    /// its ProtocolHello or ProtocolHelloAck (wire-protocol.md#handshake).
    public var anyVersion: Bool

    private var buffer = ReceiveBuffer()
    /// Offset in the stream of the buffer's first byte that was not taken.
    private var position: UInt64 = 0
    /// The error that poisoned the decoder.
    private var failure: WireError?
    /// The body of the last frame.
    @usableFromInline var body = BodyView()
    /// The catalogue's rules, kept here because a global costs a look at its once-token.
    private let rules = MessageCatalogue.rules
    private let leniency: DecoderLeniency

    /// Makes a decoder at the start of a stream; it checks everything unless a sabotage asks for
    /// leniency.
    public init(anyVersion: Bool, leniency: DecoderLeniency = []) {
        self.anyVersion = anyVersion
        self.leniency = leniency
    }

    /// Offset in the stream after the last byte that was read.
    public var bytesRead: UInt64 { position + UInt64(buffer.count) }

    /// Lends the free space of the buffer to a read and returns the bytes read; 0 is the end of
    /// the stream.
    ///
    /// Call it only after `next()` returned nil. On a poisoned decoder nothing is read and 0 comes
    /// back, so that the caller goes on to `endOfStream()` and its error.
    @inlinable
    public mutating func fill<E: Error>(
        _ read: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) -> Int {
        guard let space = unsafe freeSpace() else { return 0 }
        let count = unsafe try read(space)
        filled(count)
        return count
    }

    /// The space for a read; nil on a poisoned decoder.
    @usableFromInline
    mutating func freeSpace() -> UnsafeMutableRawBufferPointer? {
        body = BodyView()
        return failure == nil ? unsafe buffer.freeSpace() : nil
    }

    @usableFromInline
    mutating func filled(_ count: Int) {
        buffer.filled(count)
    }

    /// Returns the next whole frame, or nil when more bytes are needed.
    public mutating func next() throws(WireError) -> ReceivedFrame? {
        body = BodyView()
        if let failure { throw failure }
        guard buffer.count >= Frame.headerSize else { return nil }
        let header: FrameHeader
        do throws(WireError) {
            header = try FrameHeader(
                low: buffer.word(at: 0), high: buffer.word(at: 8),
                anyVersion: anyVersion, rules: rules)
        } catch {
            header = try secondLook(after: error)
        }
        let length = Frame.headerSize + Int(header.payloadLength)
        guard buffer.count >= length else { return nil }
        let rule = rules[header.type]
        guard
            buffer.word(at: Frame.headerSize) == rule.schemaHash || leniency.contains(.anyHash)
        else { throw poisoned(by: .schemaHashMismatch) }
        buffer.clear(rule.padding.mask, at: Frame.prefixSize + rule.padding.offset)
        if rule.hasMorePadding { clearAllPadding(of: header.type) }
        body = unsafe BodyView(
            type: header.type,
            bytes: buffer.bytes(at: Frame.prefixSize, count: length - Frame.prefixSize))
        buffer.take(length)
        let start = position
        position += UInt64(length)
        return ReceivedFrame(header: header, start: start, end: position)
    }

    /// Returns the body of the frame that `next()` returned last, with its padding cleared.
    ///
    /// Valid until the next `next()` or `fill`. Asking for another type is a programming error.
    @inlinable
    public func body<M: WireMessage>(as message: M.Type) -> M {
        body.read(as: message)
    }

    /// Judges the end of the stream: returns when it is clean, throws the truncation when not.
    ///
    /// Call it after `next()` returned nil and a read returned 0.
    public mutating func endOfStream() throws(WireError) {
        if let failure { throw failure }
        guard buffer.count > 0 else { return }
        throw poisoned(
            by: buffer.count < Frame.headerSize ? .truncatedHeader : .truncatedPayload)
    }

    @inline(never)
    private mutating func clearAllPadding(of type: MessageType) {
        for word in MessageCatalogue.padding[type] {
            buffer.clear(word.mask, at: Frame.prefixSize + word.offset)
        }
    }

    /// Reads a header that was refused once more, as if its magic were right, where a sabotage
    /// wants that; otherwise the refusal stands.
    @inline(never)
    private mutating func secondLook(after error: WireError) throws(WireError) -> FrameHeader {
        guard error == .invalidMagic, leniency.contains(.anyMagic) else {
            throw poisoned(by: error)
        }
        let behindMagic = buffer.word(at: 0) & ~UInt64(UInt32.max)
        do throws(WireError) {
            return try FrameHeader(
                low: behindMagic | UInt64(Frame.magic), high: buffer.word(at: 8),
                anyVersion: anyVersion, rules: rules)
        } catch {
            throw poisoned(by: error)
        }
    }

    private mutating func poisoned(by error: WireError) -> WireError {
        failure = error
        return error
    }
}

extension FrameHeader {
    /// Checks 2 to 6, on the header as two little-endian words.
    @inline(__always)
    init(
        low: UInt64, high: UInt64, anyVersion: Bool,
        rules: MessageTable<MessageCatalogue.Rule>
    ) throws(WireError) {
        guard UInt32(truncatingIfNeeded: low) == Frame.magic else { throw .invalidMagic }
        version = UInt16(truncatingIfNeeded: low >> 32)
        guard version == Frame.version || anyVersion else { throw .protocolVersionMismatch }
        guard let type = MessageType(rawValue: UInt16(truncatingIfNeeded: low >> 48)) else {
            throw .unknownMessageType
        }
        self.type = type
        sequence = UInt32(truncatingIfNeeded: high)
        payloadLength = UInt32(truncatingIfNeeded: high >> 32)
        guard payloadLength <= Frame.maximumPayload else { throw .payloadTooLarge }
        guard payloadLength == rules[type].payloadLength else {
            throw .payloadSizeMismatch
        }
    }
}

/// Checks that a decoder leaves out, for the sabotages of gate G3; nothing else asks for them.
///
/// Looked at only where a check has failed, so a frame without fault costs nothing for it.
public struct DecoderLeniency: OptionSet, Sendable {
    /// One bit a check.
    public let rawValue: UInt8

    /// Makes a leniency from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Any magic will do (`accept-bad-magic`).
    public static let anyMagic = DecoderLeniency(rawValue: 1)
    /// Any schema hash will do (`skip-hash-check`).
    public static let anyHash = DecoderLeniency(rawValue: 2)
}
