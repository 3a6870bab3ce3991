/// How a stub ends: one table for editor and runtime (contract.md#exit-codes).
public enum ExitCode: Int32, CaseIterable, Error, Sendable {
    /// Everything that was asked for was done.
    case clean = 0
    /// The arguments make no sense.
    case arguments = 10
    /// Listening, spawning or connecting failed.
    case connection = 11
    /// The handshake was rejected, timed out, or found another protocol version.
    case handshake = 12
    /// The shared-memory region is missing or not what it should be.
    case region = 13
    /// The peer broke the protocol or made no progress.
    case protocolError = 14
    /// The runtime died and none is left to replace it.
    case peerDiedTwice = 15
    /// The reader of the events is gone, so nobody watches any more.
    case watchdog = 16
    /// No window or no GPU.
    case display = 17
    /// The runtime ended only after SIGTERM.
    case neededTerminate = 18
    /// The runtime ended only after SIGKILL.
    case neededKill = 19

    /// What the code means, for `--help`.
    public var meaning: String {
        switch self {
        case .clean: "clean end"
        case .arguments: "bad arguments"
        case .connection: "cannot listen, spawn or connect"
        case .handshake: "handshake rejected or not done in 2 s, protocol version mismatch"
        case .region: "shared-memory region missing or not as it should be"
        case .protocolError: "protocol error, or a peer that makes no progress for 5 s"
        case .peerDiedTwice: "the runtime died twice, or while it was shut down"
        case .watchdog: "the reader of the events is gone"
        case .display: "no window or no GPU"
        case .neededTerminate: "the runtime needed SIGTERM"
        case .neededKill: "the runtime needed SIGKILL"
        }
    }
}
