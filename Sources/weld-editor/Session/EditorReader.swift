import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// The reading side of one connection, on a thread of its own: handshake first, then frames.
struct EditorReader: ~Copyable {
    private let connection: Connection
    private let news: BoundedQueue<RuntimeNews>
    private let services: EditorServices
    private var receiver: FrameReceiver
    private var counts = TrafficCounts()
    private let mayDrop: Bool
    /// How many more lines of the runtime's log are told; a flood of them is only counted.
    private var logLinesLeft = 64
    private let holdsDeaf: Bool
    /// News of the frames that came together.
    private var batch: [RuntimeNews] = []

    init(
        _ connection: Connection, news: BoundedQueue<RuntimeNews>, services: EditorServices
    ) {
        self.connection = connection
        self.news = news
        self.services = services
        // The editor asks and the runtime answers: it reads on whatever it has to write.
        receiver = FrameReceiver(
            connection, handlePlaces: 8, readsWhileFull: true,
            leniency: services.faults.leniency)
        mayDrop = services.faults.mayDrop
        services.faults.meetConnection()
        holdsDeaf = services.settings.holdPhase == .deaf
    }

    /// Reads until the connection is over and returns what passed, and what ended it.
    consuming func run() -> (counts: TrafficCounts, error: TransportError?) {
        do throws(TransportError) {
            if try greet() {
                while true { try readBatch() }
            }
        } catch {
            services.faults.meet(error)
            news.append(.ended(error))
            return (counts, error)
        }
        return (counts, nil)
    }

    // MARK: - Handshake

    /// Answers the Hello; false when the handshake failed.
    private mutating func greet() throws(TransportError) -> Bool {
        var greeting = Greeting(connection: connection, services: services)
        let outcome = try greeting.run(&receiver, &counts)
        switch outcome {
        case .done(let hello):
            news.append(.greeted(hello))
            return true
        case .failed(let failure):
            news.append(.handshakeFailed(failure))
            return false
        }
    }

    // MARK: - Frames

    /// Reads a frame, and with it all that came along; the control loop wakes once for all.
    private mutating func readBatch() throws(TransportError) {
        // Also on the way out: what came before the error still counts.
        defer { news.append(batch: &batch) }
        try take(receiver.next(until: .never))
        while let another = try receiver.nextBuffered() { try take(another) }
    }

    private mutating func take(_ received: consuming Received) throws(TransportError) {
        if mayDrop, services.faults.dropsFrame() { return }
        counts.countReceived(received.type)
        let sequence = received.sequence
        switch received.type {
        case .echoReply:
            batch.append(.reply(.echo(receiver.body(as: EchoReply.self)), sequence: sequence))
        case .entityCreated:
            batch.append(
                .reply(.created(receiver.body(as: EntityCreated.self)), sequence: sequence))
        case .modifyAck:
            batch.append(.reply(.modified(receiver.body(as: ModifyAck.self)), sequence: sequence))
            if holdsDeaf { goDeaf() }
        case .heartbeatAck:
            batch.append(.heartbeatAck)
        case .shutdownAck:
            batch.append(.shutdownAck)
        case .logMessage:
            guard logLinesLeft > 0 else { return }
            logLinesLeft -= 1
            batch.append(.log(receiver.body(as: LogMessage.self)))
        default:
            // The rules of the session let nothing else through.
            throw .wire(.unexpectedMessage)
        }
    }

    /// Holds, when the control loop knows all that was read so far.
    private mutating func goDeaf() {
        news.append(batch: &batch)
        services.hold.reach(.deaf)
    }
}

/// What a reading thread tells the control loop.
enum RuntimeNews: Sendable {
    /// The handshake is done.
    case greeted(ProtocolHello)
    /// The handshake failed.
    case handshakeFailed(HandshakeFailure)
    /// A reply to a request of ours.
    case reply(Reply, sequence: UInt32)
    /// A HeartbeatAck.
    case heartbeatAck
    /// The ShutdownAck.
    case shutdownAck
    /// A line of the runtime's log; boxed, because it is four times as long as all the others.
    indirect case log(LogMessage)
    /// The connection is over; nothing comes after this.
    case ended(TransportError)
}

/// A reply whose contents are compared.
enum Reply: Sendable {
    case echo(EchoReply)
    case created(EntityCreated)
    case modified(ModifyAck)

    /// The message in the frame.
    var type: MessageType {
        switch self {
        case .echo: .echoReply
        case .created: .entityCreated
        case .modified: .modifyAck
        }
    }
}
