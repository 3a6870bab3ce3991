import WeldPlatform

/// Carries inputs from the reading thread to the main loop, in order and bounded.
///
/// When it is full the reading thread waits, so an editor that asks faster than the scene changes
/// is slowed down by its own socket (platform page, Transport).
final class SceneQueue: Sendable {
    /// Most inputs that wait.
    static let limit = 1024

    private let inputs = Lock<[SceneInput]>([])
    private let arrival: EventCounter
    private let room: EventCounter

    init() throws(SystemError) {
        arrival = try EventCounter()
        room = try EventCounter()
    }

    /// Appends an input for the main loop; waits while the queue is full.
    func append(_ input: SceneInput) {
        while true {
            let isAppended = inputs.withLock { inputs in
                guard inputs.count < Self.limit else { return false }
                inputs.append(input)
                return true
            }
            if isAppended { break }
            _ = try? Poll.wait(room.descriptor.rawValue, for: .readable, until: .never)
            room.drain()
        }
        arrival.signal()
    }

    /// Takes everything that waits, after waiting for the first until the deadline.
    func takeAll(until deadline: Deadline) -> [SceneInput] {
        _ = try? Poll.wait(arrival.descriptor.rawValue, for: .readable, until: deadline)
        arrival.drain()
        let taken = inputs.withLock { inputs in
            let taken = inputs
            inputs.removeAll(keepingCapacity: true)
            return taken
        }
        if taken.count >= Self.limit { room.signal() }
        return taken
    }
}
