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
    /// The first round trip of a connection.
    static let firstAnswer = "rtt.first"
    /// One after each pause, with the floor's beside it.
    static let afterGap = "rtt.after-gap"
    /// The bare ping-pong beside those.
    static let floorAfterGap = "floor.after-gap"
    /// By how much a part's median is surely beyond the floor's, a sample a part.
    static let medianBeyond = "rtt.median-beyond-floor"
    /// By how much one in a thousand is.
    static let tailBeyond = "rtt.tail-beyond-floor"
    /// The floor's own tail, which that is beyond.
    static let floorTail = "floor.tail"
    /// Shutdown sent to the runtime's end.
    static let end = "runtime.end"
    /// Descriptors, mappings and threads that the runtime gained in a part, a trial each.
    static let held = "runtime.held"
    /// Bytes of private memory that it gained in a part.
    static let memory = "runtime.memory"
    /// Its descriptors that what it starts would inherit, a trial each.
    static let inherited = "runtime.inherited"
    /// Frames that are not what a peer without any code of the judged must get, a trial each.
    static let ownFrames = "frames.own"
}
