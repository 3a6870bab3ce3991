/// The steps of the handles lab in their order (contract.md#lab); the raw value is the name in
/// events.
public enum LabStep: String, CaseIterable, Sendable {
    case oneMemfd = "one-memfd"
    case onePipe = "one-pipe"
    case oneSocket = "one-socket"
    case oneEventfd = "one-eventfd"
    case oneRegular = "one-regular"
    case batch1 = "batch-1"
    case batch8 = "batch-8"
    case batch60 = "batch-60"
    case batch253 = "batch-253"
    /// 254 are refused on this side.
    case refuse254 = "refuse-254"
    /// A frame that takes no descriptors.
    case onHeartbeat = "on-heartbeat"
    /// A frame whose schema hash is wrong.
    case onCorruptFrame = "on-corrupt-frame"
    /// A hand-over that announces two regions and brings one.
    case handoffMismatch = "handoff-mismatch"
    /// 60 to a runtime whose descriptor limit the gate has lowered at the hold before.
    case nearLimit = "near-limit"
    /// 4 with an Echo to a runtime without `--handles-lab`.
    case outsideLab = "outside-lab"
    /// 60 to a runtime without `--handles-lab`, which has places for 8.
    case tooFewPlaces = "too-few-places"
    /// A regular file; the gate stops the runtime at the hold before it and kills the editor when
    /// it was sent.
    case sentLast = "sent-last"
}

/// One kind of object whose descriptor the lab passes.
public enum LabKind: String, CaseIterable, Sendable {
    case memfd
    case pipe
    case socket
    case eventfd
    case regular
}

/// How a peer ended a connection, or answered: the `how` of events.
public enum PeerAnswer: String, CaseIterable, Sendable {
    /// The lab's Echo was answered.
    case echoReply = "echo-reply"
    /// The stream ended between two frames.
    case endOfStream = "end-of-stream"
    /// The stream ended inside a frame.
    case truncated
    case reset
    case brokenPipe = "broken-pipe"
    case timedOut = "timed-out"
    /// This side had closed already.
    case closed
}
