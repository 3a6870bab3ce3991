// Unsafe code: the socket fills the buffer by address, and numbers are read from it unaligned.

/// A whole frame whose header and hash are right.
public struct ReceivedFrame: Equatable, Sendable {
    /// The message.
    public var type: MessageType
    /// The header's version.
    public var version: UInt16
    /// The header's number.
    public var sequence: UInt32
    /// Offset in the stream of its first byte.
    public var start: UInt64
    /// Bytes of the whole frame.
    public var length: Int
}

/// What is wrong with a stream of frames, and where: the offset of the frame's first byte.
public struct FrameFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Which check fails (wire-protocol.md#frame).
    public var error: WireError
    /// Offset in the stream of the first byte of the frame at fault.
    public var offset: UInt64

    /// Names a fault.
    public init(_ error: WireError, at offset: UInt64) {
        self.error = error
        self.offset = offset
    }

    /// The error and the offset.
    public var description: String { "\(error.rawValue) at byte \(offset)" }
}

/// Cuts what a stub sends into frames and checks each by the literals of the wire page: checks 2
/// to 8 in their order (wire-protocol.md#frame).
///
/// The judge's own: it shares nothing with the engine's decoder. It takes bytes in any pieces; what
/// is wrong once stays wrong.
@safe
public struct FrameReader: ~Copyable {
    /// Bytes that one read may bring at most.
    public static let capacity = 64 * 1024

    @usableFromInline let memory: UnsafeMutableRawBufferPointer
    private var head = 0
    private var tail = 0
    private var position: UInt64 = 0
    @usableFromInline private(set) var bodyStart = 0
    @usableFromInline private(set) var bodyLength = 0
    private var failure: FrameFault?
    /// Whether a version other than 1 is read, as in the handshake.
    public var takesAnyVersion: Bool
    private let hashes: [UInt64]
    private let lengths: [UInt32]

    /// Begins at the start of a stream.
    public init(takesAnyVersion: Bool = false) {
        self.takesAnyVersion = takesAnyVersion
        unsafe memory = .allocate(byteCount: Self.capacity, alignment: 16)
        hashes = [0] + MessageCatalogue.descriptors.map(\.schemaHash)
        lengths = [0] + MessageCatalogue.descriptors.map { UInt32($0.payloadLength) }
    }

    deinit { unsafe memory.deallocate() }

    /// Lends the free space to a read, which returns how many bytes it put there.
    ///
    /// Call it once ``next()`` has returned nil.
    public mutating func fill<E: Error>(
        _ read: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) -> Int {
        if head > 0 {
            unsafe memory.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: memory[head..<tail]))
            tail -= head
            head = 0
        }
        bodyLength = 0
        let count = unsafe try read(UnsafeMutableRawBufferPointer(rebasing: memory[tail...]))
        precondition(count >= 0 && count <= Self.capacity - tail, "more was read than was lent")
        tail += count
        return count
    }

    /// Takes bytes, as ``fill(_:)`` does; for streams that are at hand.
    public mutating func take(_ bytes: some Collection<UInt8>) {
        _ = unsafe fill { (space) -> Int in
            precondition(bytes.count <= space.count, "more bytes than one read brings")
            for (index, byte) in bytes.enumerated() { unsafe space[index] = byte }
            return bytes.count
        }
    }

    /// Returns the next whole frame; nil where more bytes are needed.
    public mutating func next() throws(FrameFault) -> ReceivedFrame? {
        if let failure { throw failure }
        let waiting = tail - head
        guard waiting >= Frame.headerSize else { return nil }
        guard word(UInt32.self, 0) == Frame.magic else { throw fail(.invalidMagic) }
        let version = word(UInt16.self, 4)
        guard version == Frame.version || takesAnyVersion else {
            throw fail(.protocolVersionMismatch)
        }
        let number = word(UInt16.self, 6)
        guard let type = MessageType(rawValue: number) else { throw fail(.unknownMessageType) }
        let payload = word(UInt32.self, 12)
        guard payload <= Frame.maximumPayload else { throw fail(.payloadTooLarge) }
        guard payload == lengths[Int(number)] else { throw fail(.payloadSizeMismatch) }
        let length = Frame.headerSize + Int(payload)
        guard waiting >= length else { return nil }
        guard word(UInt64.self, 16) == hashes[Int(number)] else {
            throw fail(.schemaHashMismatch)
        }
        let frame = ReceivedFrame(
            type: type, version: version, sequence: word(UInt32.self, 8), start: position,
            length: length)
        bodyStart = head + Frame.prefixSize
        bodyLength = length - Frame.prefixSize
        head += length
        position += UInt64(length)
        return frame
    }

    /// What the end of the stream means here; nil at the boundary of a frame.
    public var faultAtEnd: FrameFault? {
        if let failure { return failure }
        let waiting = tail - head
        if waiting == 0 { return nil }
        return FrameFault(
            waiting < Frame.headerSize ? .truncatedHeader : .truncatedPayload, at: position)
    }

    /// Reads a number of the last frame's body, which holds all of it; until the next read.
    @inlinable @inline(__always)
    public func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ number: Number.Type, at offset: Int
    ) -> Number {
        precondition(offset >= 0 && offset + MemoryLayout<Number>.size <= bodyLength)
        return unsafe Number(
            littleEndian: memory.loadUnaligned(fromByteOffset: bodyStart + offset, as: Number.self)
        )
    }

    /// A part of the last frame's body.
    public func bytes(_ offset: Int, _ count: Int) -> [UInt8] {
        precondition(offset >= 0 && count >= 0 && offset + count <= bodyLength)
        return (0..<count).map { unsafe memory[bodyStart + offset + $0] }
    }

    /// The last frame's whole body.
    public var body: [UInt8] { bytes(0, bodyLength) }

    @inline(__always)
    private func word<Number: FixedWidthInteger & BitwiseCopyable>(
        _ number: Number.Type, _ offset: Int
    ) -> Number {
        unsafe Number(
            littleEndian: memory.loadUnaligned(fromByteOffset: head + offset, as: Number.self))
    }

    private mutating func fail(_ error: WireError) -> FrameFault {
        let fault = FrameFault(error, at: position)
        failure = fault
        return fault
    }
}
