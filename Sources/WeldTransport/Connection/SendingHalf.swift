internal import WeldPlatform
internal import WeldWire

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
    mutating func push(to socket: Int32) throws(TransportError) -> Bool {
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
        _ bytes: UnsafeRawBufferPointer, to socket: Int32
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
