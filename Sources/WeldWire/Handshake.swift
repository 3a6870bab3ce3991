/// What both sides of the handshake share (wire-protocol.md#handshake).
public enum Handshake {
    /// How long a connection may take from its start to the end of its handshake.
    public static let deadline: Duration = .seconds(2)
}

/// How a handshake failed.
public enum HandshakeFailure: Error, Equatable, Sendable {
    /// The peer speaks another protocol version.
    case versionMismatch(ours: UInt16, theirs: UInt16)
    /// The editor rejected the runtime, for the reason that its answer gives.
    case rejected(reason: String)
    /// The frame is not the one that the handshake awaits, or comes a second time.
    case unexpected(MessageType)
    /// The handshake was not done in time.
    case deadlinePassed
    /// The stream ended or was reset.
    case peerGone
}

extension HandshakeFailure: CustomStringConvertible {
    /// One sentence for the log.
    public var description: String {
        switch self {
        case .versionMismatch(let ours, let theirs):
            "protocol version mismatch: we speak \(ours), the peer speaks \(theirs)"
        case .rejected(let reason): "the editor rejected the handshake: \(reason)"
        case .unexpected(let type): "\(type.descriptor.name) does not belong into the handshake"
        case .deadlinePassed: "the handshake was not done within \(Handshake.deadline)"
        case .peerGone: "the peer left during the handshake"
        }
    }
}

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
