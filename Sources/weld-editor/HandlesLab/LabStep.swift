/// The steps of the handles lab in their order; the raw value is the name in events.
enum LabStep: String, CaseIterable, Sendable {
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
