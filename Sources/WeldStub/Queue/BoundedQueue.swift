public import WeldPlatform

/// Carries what a reading thread received to the loop that acts on it, in order and bounded.
///
/// When it is full the reading thread waits, so a peer that sends faster than the loop works is
/// slowed down by its own socket and costs no memory (platform page, Transport).
public final class BoundedQueue<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isClosed = false
    }

    private let limit: Int
    private let state = Lock(State())
    private let arrival: EventCounter
    private let room: EventCounter

    /// Makes an empty queue that holds at most `limit` elements.
    public init(limit: Int = 1024) throws(SystemError) {
        self.limit = limit
        arrival = try EventCounter()
        room = try EventCounter()
    }

    /// Readable when there is something to take.
    public var descriptor: Int32 { arrival.descriptor.rawValue }

    /// Appends an element; waits while the queue is full, and drops it once the queue is closed.
    public func append(_ element: Element) {
        while true {
            let isSettled = state.withLock { state in
                if state.isClosed { return true }
                guard state.elements.count < limit else { return false }
                state.elements.append(element)
                return true
            }
            if isSettled { break }
            _ = try? Poll.wait(room.descriptor.rawValue, for: .readable, until: .never)
            room.drain()
        }
        arrival.signal()
    }

    /// Takes everything that waits, after waiting for the first until the deadline.
    public func takeAll(until deadline: Deadline = .immediately) -> [Element] {
        _ = try? Poll.wait(descriptor, for: .readable, until: deadline)
        arrival.drain()
        let taken = state.withLock { state in
            let taken = state.elements
            state.elements.removeAll(keepingCapacity: true)
            return taken
        }
        if taken.count >= limit { room.signal() }
        return taken
    }

    /// Forgets everything; nobody waits in ``append(_:)`` any more.
    public func close() {
        state.withLock { state in
            state.isClosed = true
            state.elements.removeAll()
        }
        room.signal()
    }
}
