// Unsafe code: one block of memory, owned here, whose filled part is lent to the kernel.

internal import WeldPlatform
internal import WeldWire

/// The bytes that a connection has not given to the kernel yet, in order; bounded.
@safe
struct OutgoingQueue: ~Copyable, @unchecked Sendable {
    /// Bytes that may wait (platform.md#bounded-io).
    static let limit = 256 * 1024

    /// With less room than this, at least two of the longest frame, the queue counts as full.
    static let slack = max(1024, 2 * Frame.longest)

    // Twice the limit: moving the rest to the front then costs at most one copy of a byte each.
    private static let capacity = 2 * limit

    let memory: UnsafeMutableRawPointer
    var head = 0
    var tail = 0

    init() {
        unsafe memory = .allocate(byteCount: Self.capacity, alignment: 16)
    }

    deinit {
        unsafe memory.deallocate()
    }

    var count: Int { tail - head }

    var room: Int { Self.limit - count }

    /// The bytes that wait.
    var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: memory + head, count: count)
    }

    /// Appends bytes; the caller checked `room`.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if count == 0 {
            removeAll()
        } else if tail + bytes.count > Self.capacity {
            moveToFront()
        }
        unsafe UnsafeMutableRawBufferPointer(start: memory + tail, count: bytes.count)
            .copyMemory(from: bytes)
        tail += bytes.count
    }

    /// Drops the first bytes: the kernel has them.
    mutating func removeFirst(_ count: Int) {
        head += count
    }

    mutating func removeAll() {
        head = 0
        tail = 0
    }

    private mutating func moveToFront() {
        unsafe memory.copyMemory(from: memory + head, byteCount: count)
        tail -= head
        head = 0
    }
}

/// What the sending threads of a connection share, under its lock.
struct SendingHalf: ~Copyable, Sendable {
    var queue = OutgoingQueue()
    var counter = SequenceCounter()
    var corks = 0
    /// Whether a thread of its own writes the queue (``Connection/startDraining(_:)``).
    var isDraining = false
    /// Why nothing is sent any more.
    var failure: TransportError?

    init() {}

    /// Gives the kernel as much of the queue as it takes now; returns whether it took anything.
    ///
    /// A refusal poisons this half only: what the peer had sent before it went can still be read.
    mutating func push(to socket: RawDescriptor) throws(TransportError) -> Bool {
        var progressed = false
        while queue.count > 0 {
            guard let taken = unsafe try send(queue.bytes, to: socket) else { break }
            queue.removeFirst(taken)
            progressed = true
        }
        return progressed
    }

    /// Sends once, past the queue; nil when the kernel takes nothing.
    mutating func send(
        _ bytes: UnsafeRawBufferPointer, to socket: RawDescriptor
    ) throws(TransportError) -> Int? {
        do throws(SystemError) {
            return unsafe try StreamSocket.send(socket, bytes)
        } catch {
            throw fail(TransportError(error))
        }
    }

    /// Poisons this half, unless it was before; returns the first error.
    @discardableResult
    mutating func fail(_ error: TransportError) -> TransportError {
        let first = failure ?? error
        failure = first
        queue.removeAll()
        return first
    }
}
