/// Phases at which `weld-editor --hold-at` stops (gates.md#g5 and gates.md#g7).
enum EditorPhase: String, CaseIterable, Sendable {
    /// Region and socket are there, no runtime was started.
    case beforeSpawn = "before-spawn"
    /// A runtime is accepted, its Hello not read.
    case beforeHello = "before-hello"
    /// The Hello was received and not answered.
    case beforeAck = "before-ack"
    /// The runtime was accepted, the region not handed over.
    case beforeHandover = "before-handover"
    /// Ready, nothing is due.
    case idle
    /// Half of a frame is written to the socket.
    case midFrame = "mid-frame"
    /// Serving and sending requests (`--requests`), but reading no reply: soon the runtime can
    /// write no more.
    case deaf
    /// A picture was read, its event not written.
    case reading
    /// The end begins, Shutdown is not sent.
    case shutdown
    /// Handles lab: before the step that needs a runtime near its descriptor limit.
    case labBeforeLimit = "lab-before-limit"
    /// Handles lab: before the last send.
    case labBeforeLast = "lab-before-last"
}
