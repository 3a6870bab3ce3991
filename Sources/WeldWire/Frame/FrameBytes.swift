// Unsafe code: a frame is written into and read from memory that a system call fills or drains, so
// its bytes are a pointer and a count by nature. Every access is checked against the count first,
// and only `BitwiseCopyable` types without implicit padding pass through here.

/// Moves frames and bodies between Swift values and raw memory, little-endian.
@usableFromInline
enum FrameBytes {
    /// Writes header and schema hash; the buffer must hold the 24 bytes.
    @inlinable @inline(__always)
    static func writePrefix(
        version: UInt16, type: UInt16, sequence: UInt32, payloadLength: UInt32,
        schemaHash: UInt64, magic: UInt32 = Frame.magic,
        to buffer: UnsafeMutableRawBufferPointer
    ) {
        precondition(buffer.count >= Frame.prefixSize, "no room for a frame's header")
        unsafe buffer.storeBytes(of: magic, toByteOffset: 0, as: UInt32.self)
        unsafe buffer.storeBytes(of: version, toByteOffset: 4, as: UInt16.self)
        unsafe buffer.storeBytes(of: type, toByteOffset: 6, as: UInt16.self)
        unsafe buffer.storeBytes(of: sequence, toByteOffset: 8, as: UInt32.self)
        unsafe buffer.storeBytes(of: payloadLength, toByteOffset: 12, as: UInt32.self)
        unsafe buffer.storeBytes(of: schemaHash, toByteOffset: 16, as: UInt64.self)
    }

    /// Writes a value at an offset; the buffer must hold all of it.
    @inlinable @inline(__always)
    static func write<T: BitwiseCopyable>(
        _ value: T, at offset: Int, to buffer: UnsafeMutableRawBufferPointer
    ) {
        precondition(
            buffer.count - offset >= MemoryLayout<T>.size, "no room for a message's body")
        unsafe buffer.storeBytes(of: value, toByteOffset: offset, as: T.self)
    }

    /// Reads a value at an offset; the buffer must hold all of it.
    @inlinable @inline(__always)
    static func read<T: BitwiseCopyable>(
        _ type: T.Type, at offset: Int, from buffer: UnsafeRawBufferPointer
    ) -> T {
        precondition(buffer.count - offset >= MemoryLayout<T>.size, "read past the buffer")
        return unsafe buffer.loadUnaligned(fromByteOffset: offset, as: T.self)
    }

    /// Returns whether two values have the same bytes; sound where no byte is padding.
    @inlinable
    static func equal<T: BitwiseCopyable>(_ left: T, _ right: T) -> Bool {
        unsafe withUnsafeBytes(of: left) { left in
            unsafe withUnsafeBytes(of: right) { right in
                var offset = 0
                while offset + 8 <= left.count {
                    let a = unsafe left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    let b = unsafe right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    guard a == b else { return false }
                    offset += 8
                }
                while offset < left.count {
                    guard unsafe left[offset] == right[offset] else { return false }
                    offset += 1
                }
                return true
            }
        }
    }
}

/// Where the body of the decoder's last frame lies, and which message it is.
///
/// It points into the receive buffer of the decoder that owns it. The decoder forgets it before the
/// buffer moves, and hands out copies of the bytes only.
@safe
@usableFromInline
struct BodyView: @unchecked Sendable {
    /// The message; nil when there is no body to read.
    @usableFromInline let type: MessageType?
    /// The bytes of the body, without anything else.
    @usableFromInline let bytes: UnsafeRawBufferPointer

    /// The view of no body.
    init() {
        type = nil
        unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// The view of a message's body.
    @inline(__always)
    init(type: MessageType, bytes: UnsafeRawBufferPointer) {
        self.type = type
        unsafe self.bytes = bytes
    }

    /// Returns the body as its message; asking for another one is a programming error.
    @inlinable @inline(__always)
    func read<M: WireMessage>(as message: M.Type) -> M {
        precondition(type == M.type, "the last frame does not hold this message")
        return unsafe FrameBytes.read(M.self, at: 0, from: bytes)
    }
}
