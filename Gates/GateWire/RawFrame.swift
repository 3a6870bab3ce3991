/// A frame whose every field can be set, right or wrong.
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

    /// Makes the frame that is right for a message; the body is taken as it is.
    public init(
        type: MessageType, body: [UInt8], sequence: UInt32, version: UInt16 = Frame.version
    ) {
        self.version = version
        self.type = type.rawValue
        self.sequence = sequence
        payloadLength = UInt32(truncatingIfNeeded: Frame.hashSize + body.count)
        schemaHash = type.descriptor.schemaHash
        self.body = body
    }

    /// The frame as it goes on the wire.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Frame.prefixSize + body.count)
        bytes.append(littleEndian: magic)
        bytes.append(littleEndian: version)
        bytes.append(littleEndian: type)
        bytes.append(littleEndian: sequence)
        bytes.append(littleEndian: payloadLength)
        bytes.append(littleEndian: schemaHash)
        return bytes + body
    }
}

extension MessageType {
    /// Returns a body of zeros with some of its bytes set.
    public func body(_ parts: (offset: Int, bytes: [UInt8])...) -> [UInt8] {
        var body = [UInt8](repeating: 0, count: descriptor.bodySize)
        for part in parts {
            body.replaceSubrange(part.offset..<part.offset + part.bytes.count, with: part.bytes)
        }
        return body
    }
}

extension [UInt8] {
    /// Appends a number, its lowest byte first.
    public mutating func append(littleEndian value: some FixedWidthInteger & UnsignedInteger) {
        var rest = value
        for _ in 0..<value.bitWidth / 8 {
            append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// The bytes of a number, its lowest first.
    public static func littleEndian(
        _ value: some FixedWidthInteger & UnsignedInteger
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: value)
        return bytes
    }
}

extension Collection<UInt8> {
    /// The bytes as a number, the lowest first; at most eight.
    public var littleEndian: UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for byte in self {
            value |= UInt64(byte) << shift
            shift += 8
        }
        return value
    }
}
