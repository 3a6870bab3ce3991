// Unsafe code: frames are encoded in place, so the free space is lent by address.

/// The bytes that a connection has not given to the kernel yet, in order; bounded.
@safe @usableFromInline
struct OutgoingQueue: ~Copyable, @unchecked Sendable {
    /// Bytes that may wait (platform page, Transport, Bounded I/O).
    @usableFromInline static let limit = 256 * 1024

    /// With less room than this, two of the longest frame, the queue counts as full.
    static let slack = 1024

    // Twice the limit: moving the rest to the front then costs at most one copy of a byte each.
    private static let capacity = 2 * limit

    @usableFromInline let memory: UnsafeMutableRawPointer
    @usableFromInline var head = 0
    @usableFromInline var tail = 0

    init() {
        unsafe memory = .allocate(byteCount: Self.capacity, alignment: 16)
    }

    deinit {
        unsafe memory.deallocate()
    }

    @usableFromInline var count: Int { tail - head }

    @usableFromInline var room: Int { Self.limit - count }

    /// The bytes that wait.
    var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: memory + head, count: count)
    }

    /// Appends `length` bytes that `write` puts into the lent space; the caller checked `room`.
    @inlinable @inline(__always)
    mutating func append(_ length: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        if head == tail {
            head = 0
            tail = 0
        } else if tail + length > 2 * Self.limit {
            moveToFront()
        }
        unsafe write(UnsafeMutableRawBufferPointer(start: memory + tail, count: length))
        tail += length
    }

    /// Drops the first bytes: the kernel has them.
    mutating func removeFirst(_ count: Int) {
        head += count
    }

    /// Takes the last bytes back: they were not sent.
    mutating func removeLast(_ count: Int) {
        tail -= count
    }

    mutating func removeAll() {
        head = 0
        tail = 0
    }

    @usableFromInline mutating func moveToFront() {
        unsafe memory.copyMemory(from: memory + head, byteCount: count)
        tail -= head
        head = 0
    }
}
