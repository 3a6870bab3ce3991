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
