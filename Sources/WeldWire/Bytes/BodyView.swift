// Unsafe, because it points into the receive buffer of the decoder that owns it: the decoder
// forgets it before the buffer moves and hands out copies of the bytes only.

/// Where the body of the decoder's last frame lies, and which message it is.
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
