/// Phases at which `weld-runtime --hold-at` stops (gates.md#g4 and gates.md#g5).
enum RuntimePhase: String, CaseIterable, Sendable {
    /// Started, not connected.
    case beforeConnect = "before-connect"
    /// Connected, nothing sent.
    case beforeHello = "before-hello"
    /// The Hello is sent, its answer not read.
    case beforeAck = "before-ack"
    /// Accepted, the hand-over not read.
    case beforeHandover = "before-handover"
    /// The region is mapped, nothing is due.
    case idle
    /// Half of a frame is written to the socket.
    case midFrame = "mid-frame"
    /// Half of a picture is drawn.
    case drawing
    /// A picture is published, its event not written.
    case published
    /// A Shutdown is received, not answered.
    case shutdown
}
