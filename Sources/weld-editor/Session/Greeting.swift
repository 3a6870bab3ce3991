import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// The editor's half of the handshake on a connection that was just accepted.
struct Greeting: ~Copyable {
    /// How it went.
    enum Outcome: Sendable {
        /// The runtime was accepted.
        case done(ProtocolHello)
        /// The connection was given up.
        case failed(HandshakeFailure)
    }

    private let connection: Connection
    private let services: EditorServices
    private var handshake = EditorHandshake()

    init(connection: Connection, services: EditorServices) {
        self.connection = connection
        self.services = services
    }

    /// Awaits the Hello and answers it, within the handshake's deadline.
    mutating func run(
        _ receiver: inout FrameReceiver, _ counts: inout TrafficCounts
    ) throws(TransportError) -> Outcome {
        let event: EditorHandshake.Event
        services.hold.reach(.beforeHello)
        do throws(TransportError) {
            let received = try receiver.next(until: .after(Handshake.deadline))
            counts.countReceived(received.type)
            if received.type == .protocolHello {
                let hello = receiver.body(as: ProtocolHello.self)
                report(hello)
                event = .hello(hello, received.frame.header)
            } else {
                event = .other(received.type)
            }
        } catch {
            guard case .timedOut = error else { throw error }
            event = .deadlinePassed
        }
        return try perform(handshake.handle(event), &receiver, &counts)
    }

    private func perform(
        _ action: EditorHandshake.Action, _ receiver: inout FrameReceiver,
        _ counts: inout TrafficCounts
    ) throws(TransportError) -> Outcome {
        switch action {
        case .accept(let ack, let sequence, let hello):
            services.hold.reach(.beforeAck)
            // Open before the answer leaves: what the runtime sends then is expected.
            receiver.handshakeDone()
            try connection.send(ack, sequence: sequence)
            counts.countSent(.protocolHelloAck)
            services.events.emit(.ack(accepted: true, reason: ""))
            return .done(hello)
        case .reject(let ack, let sequence, let version, let failure):
            try connection.send(ack, sequence: sequence, version: version)
            counts.countSent(.protocolHelloAck)
            services.events.emit(.ack(accepted: false, reason: FixedText.decode(ack.reason)))
            try? connection.flush(until: .after(.milliseconds(100)))
            return .failed(failure)
        case .close(let failure):
            return .failed(failure)
        case .none:
            return .failed(.peerGone)
        }
    }

    private func report(_ hello: ProtocolHello) {
        services.events.emit(
            .hello(
                protocolVersion: hello.protocolVersion,
                engine: FixedText.decode(hello.engineVersion),
                build: FixedText.decode(hello.buildHash), capabilities: hello.capabilities))
    }
}
