import WeldContract

/// The runtime's life as a state machine without I/O: what happened goes in, what to do comes out
/// (platform.md#life).
///
/// One connection after the other, until one says that it is over; what a dead editor left is
/// removed before the end.
struct RuntimeLife: Sendable {
    /// Where the life stands.
    enum State: Equatable, Sendable {
        /// Nothing was done yet.
        case idle
        /// The editor's socket is tried.
        case connecting
        /// A connection stands: from the handshake to its end.
        case serving
        /// What a dead editor left is removed; then comes the code, or without one the code of the
        /// last connection.
        case leaving(ExitCode?)
        /// Over.
        case ended(ExitCode)
    }

    /// What can happen to a runtime.
    enum Input: Sendable {
        /// The process is ready.
        case start
        /// A connection stands.
        case connected
        /// None could be made, or what it needs could not.
        case cannotConnect
        /// The connection is over, and how.
        case sessionEnded(SessionEnd)
        /// What a dead editor left is removed; a living one's is not.
        case cleanedUp(isEditorDead: Bool)
    }

    /// What the shell has to do.
    enum Action: Equatable, Sendable {
        /// Connect to the editor.
        case connect
        /// Greet, read and draw until the connection is over.
        case serve
        /// Remove what the editor left, if it is dead.
        case removeRemains
        /// End with this code.
        case end(ExitCode)
    }

    /// Where the life stands.
    private(set) var state: State = .idle
    /// Whether a lost connection is followed by another (`--reconnect`).
    private let reconnects: Bool
    private var last: SessionEnd?

    init(reconnects: Bool) { self.reconnects = reconnects }

    /// Takes what happened and returns what to do; nothing for what cannot happen now.
    mutating func handle(_ input: Input) -> Action? {
        switch (state, input) {
        case (.idle, .start):
            return go(.connecting, .connect)
        case (.connecting, .connected):
            return go(.serving, .serve)
        case (.connecting, .cannotConnect), (.serving, .cannotConnect):
            // The editor may have died, before we came or since, and left its socket.
            return go(.leaving(nil), .removeRemains)
        case (.serving, .sessionEnded(let end)):
            last = end
            if reconnects, end.allowsReconnect { return go(.connecting, .connect) }
            guard case .editorGone = end else { return finish(end.exitCode) }
            return go(.leaving(end.exitCode), .removeRemains)
        case (.leaving(let code), .cleanedUp(let isEditorDead)):
            // With a living editor it is the socket that is wrong.
            return finish(code ?? (isEditorDead ? last?.exitCode : nil) ?? .connection)
        default:
            return nil
        }
    }

    private mutating func go(_ next: State, _ action: Action) -> Action {
        state = next
        return action
    }

    private mutating func finish(_ code: ExitCode) -> Action { go(.ended(code), .end(code)) }
}
