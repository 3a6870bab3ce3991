/// Phases at which an editor's `--hold-at` stops (contract.md#holds).
public enum EditorPhase: String, CaseIterable, Sendable {
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

/// Phases at which a runtime's `--hold-at` stops (contract.md#holds).
public enum RuntimePhase: String, CaseIterable, Sendable {
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

/// Times that both processes keep to, in nanoseconds (contract.md#times).
public enum ContractTime {
    /// From accepting a connection to the end of the handshake.
    public static let handshake: UInt64 = 2_000_000_000
    /// From one heartbeat to the next.
    public static let heartbeat: UInt64 = 1_000_000_000
    /// Since the last HeartbeatAck: then the runtime counts as dead.
    public static let heartbeatTimeout: UInt64 = 3_000_000_000
    /// From a Shutdown to SIGTERM.
    public static let shutdown: UInt64 = 2_000_000_000
    /// From SIGTERM to SIGKILL, and from there to giving up.
    public static let termination: UInt64 = 1_000_000_000
}
