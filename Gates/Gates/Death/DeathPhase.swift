/// When a kill lands, the same for either victim (gates.md#g4).
enum DeathPhase: String, CaseIterable, Sendable {
    /// The connection stands, nothing was said.
    case beforeHello = "before-hello"
    /// The Hello was sent and not answered.
    case beforeAck = "before-ack"
    /// Accepted, the region not handed over.
    case beforeHandover = "before-handover"
    /// Both are ready, nothing is due.
    case idle
    /// Half of a frame is written.
    case midFrame = "mid-frame"
    /// The runtime draws a slot.
    case drawing
    /// A picture is published, its event not written.
    case published
    /// The end was asked for.
    case shutdown
    /// A first runtime was killed and replaced a moment ago.
    case afterRestart = "after-restart"
    /// At a random moment after the start, wherever that is.
    case random

    /// The nine phases that must be hit for certain.
    static let proven = allCases.filter { $0 != .random }
}
