// Unsafe code: frames are written into memory that the caller lends, of a size that it is told.

/// Turns messages into frames.
public enum FrameEncoder {
    /// Writes a message as one frame and returns the number of bytes written.
    ///
    /// - Parameters:
    ///   - sequence: The sender's next number, or in a reply the request's.
    ///   - version: The header's version: ours, except in the answer to a foreign Hello.
    ///   - buffer: Room for the frame. A buffer that is too small is a programming error.
    @inlinable @inline(__always)
    public static func encode<M: WireMessage>(
        _ message: M, sequence: UInt32, version: UInt16 = Frame.version,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        let rule = MessageCatalogue.rule(of: M.type)
        unsafe FrameBytes.writePrefix(
            version: version, type: M.type.rawValue, sequence: sequence,
            payloadLength: rule.payloadLength, schemaHash: rule.schemaHash, to: buffer)
        unsafe FrameBytes.write(message, at: Frame.prefixSize, to: buffer)
        return Frame.prefixSize + MemoryLayout<M>.size
    }

    /// Returns a message as one frame in an array of its own; for tests and first frames.
    public static func encode<M: WireMessage>(
        _ message: M, sequence: UInt32, version: UInt16 = Frame.version
    ) -> [UInt8] {
        let length = M.type.descriptor.frameLength
        return unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = unsafe encode(
                message, sequence: sequence, version: version,
                into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// Returns a frame of a type around raw body bytes, whatever their number.
    ///
    /// The payload length is what the body really has; use `RawFrame` to lie about it.
    public static func encode(
        type: MessageType, body: [UInt8], sequence: UInt32, version: UInt16 = Frame.version
    ) -> [UInt8] {
        RawFrame(type: type, body: body, sequence: sequence, version: version).bytes
    }
}

/// A frame whose every field can be set, right or wrong: for fuzzers, sabotages and tests.
public struct RawFrame: Equatable, Sendable {
    /// Bytes 0 to 3.
    public var magic: UInt32 = Frame.magic
    /// Bytes 4 and 5.
    public var version: UInt16
    /// Bytes 6 and 7.
    public var type: UInt16
    /// Bytes 8 to 11.
    public var sequence: UInt32
    /// Bytes 12 to 15.
    public var payloadLength: UInt32
    /// Bytes 16 to 23.
    public var schemaHash: UInt64
    /// Bytes 24 and later.
    public var body: [UInt8]

    /// Makes the frame that is right for a type, except that the body is taken as it is.
    public init(
        type: MessageType, body: [UInt8], sequence: UInt32, version: UInt16 = Frame.version
    ) {
        self.version = version
        self.type = type.rawValue
        self.sequence = sequence
        self.payloadLength = UInt32(truncatingIfNeeded: Frame.hashSize + body.count)
        self.schemaHash = type.descriptor.schemaHash
        self.body = body
    }

    /// The 16 bytes of the header.
    public var headerBytes: [UInt8] { Array(bytes.prefix(Frame.headerSize)) }

    /// The frame as it goes on the wire: header, hash and body as they are set.
    public var bytes: [UInt8] {
        let length = Frame.prefixSize + body.count
        return unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            unsafe FrameBytes.writePrefix(
                version: version, type: type, sequence: sequence, payloadLength: payloadLength,
                schemaHash: schemaHash, magic: magic, to: UnsafeMutableRawBufferPointer(buffer))
            for (index, byte) in body.enumerated() {
                unsafe buffer[Frame.prefixSize + index] = byte
            }
            count = length
        }
    }
}
