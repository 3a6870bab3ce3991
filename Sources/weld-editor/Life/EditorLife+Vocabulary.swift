import WeldContract
import WeldPlatform
import WeldStub
import WeldWire

extension EditorLife {
    /// What can happen to an editor.
    enum Input: Sendable {
        /// Region and socket are there.
        case start
        /// The runtime's process was started.
        case launched
        /// The runtime could not be started.
        case spawnFailed
        /// A runtime connected.
        case connected
        /// Handshake and hand-over are done.
        case greeted
        /// The handshake failed.
        case handshakeFailed(HandshakeFailure)
        /// The first Echo came back whole.
        case echoAnswered
        /// A HeartbeatAck was received.
        case heartbeatAcked
        /// The connection is over or worthless.
        case lost(Loss)
        /// The runtime's process ended and was reaped.
        case childEnded(ProcessStatus)
        /// The editor shall end.
        case stop(StopReason)
        /// The ShutdownAck was received.
        case shutdownAcked
        /// The clock.
        case tick
    }

    /// What the shell has to do.
    enum Action: Equatable, Sendable {
        /// Start a runtime, or await one.
        case launch
        /// Report that both sides are ready.
        case announceReady(UInt32)
        /// Send a round of requests, the Echo first.
        case sendFirstRequests
        /// Send a Heartbeat.
        case sendHeartbeat
        /// Report that no HeartbeatAck came for this many nanoseconds.
        case reportMissedHeartbeat(UInt64)
        /// Report that this process was stopped for this many nanoseconds.
        case reportPause(UInt64)
        /// End a connection that was lost before its Hello; nobody died.
        case dismiss(Loss)
        /// Report the death, close the connection, kill and reap the process.
        case bury(Loss)
        /// Report that a new runtime takes the place.
        case announceRestarting(deaths: UInt32)
        /// Report that the new runtime was greeted and answered.
        case announceRestarted(UInt32)
        /// Report that the end begins.
        case announceStopping(StopReason)
        /// Send Shutdown.
        case sendShutdown
        /// Send SIGTERM.
        case terminate
        /// Send SIGKILL.
        case kill
        /// End with this code; nothing comes after it.
        case end(ExitCode)
    }

    /// How a runtime was lost.
    enum Loss: Equatable, Sendable {
        /// The connection ended, was reset, or broke the protocol.
        case connection(name: String, detail: String, isProtocolError: Bool)
        /// The process ended.
        case childEnded(ProcessStatus)
        /// No heartbeat was acknowledged for 3 s.
        case silent
        /// It did not connect or say Hello in time.
        case handshakeDeadline
        /// The handshake failed.
        case handshake(HandshakeFailure)
        /// It did not answer its first Echo in time.
        case noEcho
        /// A reply was not what was asked for.
        case wrongReply
    }

    /// Why the editor ends.
    enum StopReason: String, Sendable {
        /// `--seconds` are over.
        case timeIsUp = "time-is-up"
        /// SIGTERM or SIGINT.
        case signal
        /// The user closed the window.
        case windowClosed = "window-closed"
        /// Window, compositor or device failed.
        case displayLost = "display-lost"
    }
}

extension EditorLife.Loss {
    /// A word for the `peer-gone` event.
    var name: String {
        switch self {
        case .connection(let name, _, _): name
        case .childEnded: "child-ended"
        case .silent: "heartbeat"
        case .handshakeDeadline, .handshake: "handshake"
        case .noEcho: "no-echo"
        case .wrongReply: EventName.wrongReply.rawValue
        }
    }

    /// Whether it ended, or its connection, and nobody gave it up.
    var isItsOwnEnd: Bool {
        switch self {
        case .connection(_, _, let isProtocolError): !isProtocolError
        case .childEnded: true
        default: false
        }
    }

    /// One sentence for the log.
    var detail: String {
        switch self {
        case .connection(_, let detail, _): detail
        case .childEnded(let status): "the process \(status)"
        case .silent: "no heartbeat was acknowledged for 3 s"
        case .handshakeDeadline: "no Hello within 2 s"
        case .handshake(let failure): failure.description
        case .noEcho: "the first Echo was not answered within 2 s"
        case .wrongReply: "a reply is not what was asked for"
        }
    }
}
