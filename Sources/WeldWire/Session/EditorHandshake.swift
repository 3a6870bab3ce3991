/// The editor's half of the handshake as a state machine without I/O: it awaits one
/// ProtocolHello and answers it.
///
/// The decoder's `anyVersion` is on until a Hello arrived, so that a foreign version can be read
/// here and answered in a frame that its sender can read.
public struct EditorHandshake: Equatable, Sendable {
    /// What the connection saw.
    public enum Event: Equatable, Sendable {
        /// A ProtocolHello.
        case hello(ProtocolHello, FrameHeader)
        /// A frame of another type.
        case other(MessageType)
        /// The deadline passed.
        case deadlinePassed
        /// The stream ended or was reset.
        case peerGone
    }

    /// What the connection has to do.
    public enum Action: Equatable, Sendable {
        /// Send the answer under the Hello's number; the connection is open.
        case accept(ProtocolHelloAck, sequence: UInt32, peer: ProtocolHello)
        /// Send the answer with this version in its header, then close.
        case reject(
            ProtocolHelloAck, sequence: UInt32, version: UInt16, failure: HandshakeFailure)
        /// Close.
        case close(HandshakeFailure)
        /// Nothing: the handshake was over.
        case none
    }

    /// Where the handshake stands.
    public enum State: Equatable, Sendable {
        /// No Hello yet.
        case awaitingHello
        /// The runtime was accepted.
        case done
        /// The connection was given up.
        case failed(HandshakeFailure)
    }

    /// Where the handshake stands.
    public private(set) var state: State = .awaitingHello

    /// Starts a handshake on a connection that was just accepted.
    public init() {}

    /// Takes an event and says what to do.
    public mutating func handle(_ event: Event) -> Action {
        switch (state, event) {
        case (.failed, _), (.done, .deadlinePassed), (.done, .other), (.done, .peerGone):
            return .none
        case (.done, .hello):
            return close(.unexpected(.protocolHello))
        case (.awaitingHello, .hello(let hello, let header)):
            return answer(hello, header)
        case (.awaitingHello, .other(let type)):
            return close(.unexpected(type))
        case (.awaitingHello, .deadlinePassed):
            return close(.deadlinePassed)
        case (.awaitingHello, .peerGone):
            return close(.peerGone)
        }
    }

    private mutating func answer(_ hello: ProtocolHello, _ header: FrameHeader) -> Action {
        let ours = Frame.version
        let theirs = header.version != ours ? header.version : hello.protocolVersion
        guard theirs == ours else {
            let failure = HandshakeFailure.versionMismatch(ours: ours, theirs: theirs)
            state = .failed(failure)
            let reason =
                "protocol version mismatch: the editor speaks \(ours), the runtime speaks \(theirs)"
            return .reject(
                ProtocolHelloAck(accepted: false, reason: reason), sequence: header.sequence,
                version: header.version, failure: failure)
        }
        state = .done
        return .accept(ProtocolHelloAck(accepted: true), sequence: header.sequence, peer: hello)
    }

    private mutating func close(_ failure: HandshakeFailure) -> Action {
        state = .failed(failure)
        return .close(failure)
    }
}
