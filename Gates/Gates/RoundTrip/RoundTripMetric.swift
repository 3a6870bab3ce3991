/// The series of the round-trip attempt, as the store names them.
enum RoundTripMetric {
    /// Back-to-back round trips, placed by the scheduler.
    static let free = "rtt.free"
    /// The bare ping-pong beside them.
    static let floorFree = "floor.free"
    /// Back-to-back round trips, both processes on one core.
    static let pinned = "rtt.pinned"
    /// The bare ping-pong beside those.
    static let floorPinned = "floor.pinned"
    /// 1 000 a second, from the planned send time.
    static let paced = "rtt.paced"
    /// The same while the runtime draws.
    static let loaded = "rtt.loaded"
    /// Start of the runtime's process to its Hello.
    static let start = "runtime.start"
    /// Accept to ack sent.
    static let handshake = "handshake"
    /// Replies with a wrong byte, a count for each part.
    static let wrong = "replies.wrong"
    /// Requests that were never answered, a count for each part.
    static let lost = "replies.lost"
    /// Replies to another request or none, a count for each part.
    static let outOfOrder = "replies.out-of-order"
    /// Frames that the runtime drew while it was under load.
    static let framesDrawn = "load.frames"
}
