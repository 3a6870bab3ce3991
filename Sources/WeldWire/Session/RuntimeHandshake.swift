/// The runtime's half of the handshake as a state machine without I/O: it says Hello and awaits
/// one ProtocolHelloAck.
///
/// The decoder's `anyVersion` is on until the answer arrived: an editor of another version
/// answers in its own words.
public struct RuntimeHandshake: Equatable, Sendable {
    /// What the connection saw.
    public enum Event: Equatable, Sendable {
        /// The connection stands.
        case connected
        /// A ProtocolHelloAck.
        case ack(ProtocolHelloAck, FrameHeader)
        /// A frame of another type.
        case other(MessageType)
        /// The deadline passed.
        case deadlinePassed
        /// The stream ended or was reset.
        case peerGone
    }

    /// What the connection has to do.
    public enum Action: Equatable, Sendable {
        /// Send the Hello.
        case sendHello(ProtocolHello)
        /// The connection is open.
        case open
        /// Close.
        case close(HandshakeFailure)
        /// Nothing: the handshake was over.
        case none
    }

    /// Where the handshake stands.
    public enum State: Equatable, Sendable {
        /// Not connected yet.
        case idle
        /// The Hello was sent.
        case awaitingAck
        /// The editor accepted.
        case done
        /// The connection was given up.
        case failed(HandshakeFailure)
    }

    /// Where the handshake stands.
    public private(set) var state: State = .idle
    private let hello: ProtocolHello

    /// Prepares a handshake with the Hello that will be sent.
    public init(hello: ProtocolHello) {
        self.hello = hello
    }

    /// Takes an event and says what to do.
    public mutating func handle(_ event: Event) -> Action {
        switch (state, event) {
        case (.idle, .connected):
            state = .awaitingAck
            return .sendHello(hello)
        case (.failed, _), (_, .connected), (.done, .deadlinePassed), (.done, .other),
            (.done, .peerGone):
            return .none
        case (.done, .ack), (.idle, .ack):
            return close(.unexpected(.protocolHelloAck))
        case (.awaitingAck, .ack(let ack, let header)):
            return judge(ack, header)
        case (.idle, .other(let type)), (.awaitingAck, .other(let type)):
            return close(.unexpected(type))
        case (.idle, .deadlinePassed), (.awaitingAck, .deadlinePassed):
            return close(.deadlinePassed)
        case (.idle, .peerGone), (.awaitingAck, .peerGone):
            return close(.peerGone)
        }
    }

    private mutating func judge(_ ack: ProtocolHelloAck, _ header: FrameHeader) -> Action {
        guard ack.accepted != 0 else {
            return close(.rejected(reason: FixedText.decode(ack.reason)))
        }
        guard header.version == Frame.version else {
            return close(.versionMismatch(ours: Frame.version, theirs: header.version))
        }
        state = .done
        return .open
    }

    private mutating func close(_ failure: HandshakeFailure) -> Action {
        state = .failed(failure)
        return .close(failure)
    }
}
