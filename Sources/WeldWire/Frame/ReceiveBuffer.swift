// Unsafe code: the free space is lent to a read system call, which takes a pointer. The memory is
// allocated once, owned by this non-copyable value and freed with it.

/// The bytes between the socket and the decoder: a fixed 64 KiB, filled at the end, taken from
/// the front, moved down only when the free space at the end runs short.
@safe
struct ReceiveBuffer: ~Copyable, @unchecked Sendable {
    /// Bytes of the buffer; one read returns at most this much.
    static let capacity = 65_536
    /// Least free space that a read is offered; below it the rest is moved down.
    static let leastSpace = 4_096

    /// Bytes behind the capacity, so that a word may be read that begins in the last frame.
    private static let slack = 8

    private let memory: UnsafeMutableRawBufferPointer
    /// Offset of the first byte that was not taken yet.
    private(set) var start = 0
    /// Offset after the last byte that was read.
    private(set) var end = 0

    init() {
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.capacity + Self.slack, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// Bytes that were read and not taken.
    var count: Int { end - start }

    /// Makes and lends the space for a read, until ``filled(_:)``.
    mutating func freeSpace() -> UnsafeMutableRawBufferPointer {
        makeSpace()
        return unsafe UnsafeMutableRawBufferPointer(rebasing: memory[end..<Self.capacity])
    }

    /// Takes note of the bytes that a read put into the free space.
    mutating func filled(_ count: Int) {
        precondition(
            count >= 0 && count <= Self.capacity - end, "a read returned more than it was lent")
        end += count
    }

    /// Clears the bits of a mask in the word at an offset from the first byte that was not taken.
    ///
    /// Nearly every frame has them clear, and nothing is written then.
    @inline(__always)
    mutating func clear(_ mask: UInt64, at offset: Int) {
        let word = word(at: offset)
        guard word & mask != 0 else { return }
        unsafe FrameBytes.write(word & ~mask, at: start + offset, to: memory)
    }

    /// Takes bytes from the front.
    mutating func take(_ count: Int) {
        start += count
    }

    /// Reads a word at an offset from the first byte that was not taken.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        unsafe FrameBytes.read(
            UInt64.self, at: start + offset, from: UnsafeRawBufferPointer(memory))
    }

    /// Lends bytes at an offset from the first byte that was not taken, until the next `fill`.
    @inline(__always)
    func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
        let first = start + offset
        return unsafe UnsafeRawBufferPointer(rebasing: memory[first..<first + count])
    }

    private mutating func makeSpace() {
        if start == end {
            start = 0
            end = 0
        } else if Self.capacity - end < Self.leastSpace {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: memory[start..<end])
            unsafe memory.copyMemory(from: rest)
            end -= start
            start = 0
        }
        precondition(end < Self.capacity, "the buffer is full of frames that nobody took")
    }
}
