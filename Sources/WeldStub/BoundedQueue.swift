public import WeldPlatform

/// Carries what a reading thread received to the loop that acts on it, in order and bounded.
///
/// When it is full the reading thread waits, so a peer that sends faster than the loop works is
/// slowed down by its own socket and costs no memory (platform.md#transport).
public final class BoundedQueue<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isClosed = false
    }

    private let limit: Int
    private let state: Lock<State>
    private let arrival: EventCounter
    private let room: EventCounter

    /// Makes an empty queue that holds at most `limit` elements.
    public init(limit: Int = 1024) throws(SystemError) {
        self.limit = limit
        state = Lock(State())
        arrival = try EventCounter()
        room = try EventCounter()
    }

    /// Readable when there is something to take.
    public var descriptor: RawDescriptor { arrival.descriptor.rawValue }

    /// Appends an element; waits while the queue is full, and drops it once the queue is closed.
    public func append(_ element: Element) {
        append { elements in elements.append(element) }
    }

    /// Moves elements to the end of the queue at the cost of one, and leaves the array empty.
    ///
    /// Waits and drops likewise; a queue that is not full takes them all, so it holds at most its
    /// limit and one such batch.
    public func append(batch: inout [Element]) {
        if batch.isEmpty { return }
        append { elements in elements.append(contentsOf: batch) }
        batch.removeAll(keepingCapacity: true)
    }

    /// Only what makes an empty queue a full one wakes the taker: it takes all there is.
    private func append(_ body: (inout [Element]) -> Void) {
        while true {
            let outcome = state.withLock { (state) -> Outcome in
                if state.isClosed { return .settled }
                guard state.elements.count < limit else { return .full }
                let wakes = state.elements.isEmpty
                body(&state.elements)
                return wakes ? .wakes : .settled
            }
            switch outcome {
            case .wakes: return arrival.signal()
            case .settled: return
            case .full: break
            }
            _ = try? Poll.wait(room.descriptor.rawValue, for: .readable, until: .never)
            room.drain()
        }
    }

    private enum Outcome { case wakes, settled, full }

    /// Takes everything that waits in place of what is in `taken`, after waiting for the first
    /// until the deadline.
    ///
    /// The two arrays change places, so that neither is allocated again and again.
    public func takeAll(into taken: inout [Element], until deadline: Deadline = .immediately) {
        taken.removeAll(keepingCapacity: true)
        _ = try? Poll.wait(descriptor, for: .readable, until: deadline)
        arrival.drain()
        state.withLock { state in swap(&state.elements, &taken) }
        if taken.count >= limit { room.signal() }
    }

    /// Takes everything that waits, after waiting for the first until the deadline.
    public func takeAll(until deadline: Deadline = .immediately) -> [Element] {
        var taken: [Element] = []
        takeAll(into: &taken, until: deadline)
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
