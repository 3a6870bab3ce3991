import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// The reading side of one connection, on a thread of its own: handshake first, then frames.
struct EditorReader: ~Copyable {
    private let connection: Connection
    private let number: UInt64
    private let inbox: EditorInbox
    private let services: EditorServices
    private var receiver: FrameReceiver
    private var counts = TrafficCounts()

    init(
        _ connection: Connection, number: UInt64, inbox: EditorInbox, services: EditorServices
    ) {
        self.connection = connection
        self.number = number
        self.inbox = inbox
        self.services = services
        // The editor asks and the runtime answers: it reads on whatever it has to write.
        receiver = FrameReceiver(connection, handlePlaces: 0, readsWhileFull: true)
    }

    /// Reads until the connection is over and returns what passed.
    consuming func run() -> TrafficCounts {
        do throws(TransportError) {
            if try greet() {
                while true { try readFrame() }
            }
        } catch {
            inbox.append(.ended(error), of: number)
        }
        return counts
    }

    // MARK: - Handshake

    /// Answers the Hello; false when the handshake failed.
    private mutating func greet() throws(TransportError) -> Bool {
        var greeting = Greeting(connection: connection, services: services)
        let outcome = try greeting.run(&receiver, &counts)
        switch outcome {
        case .done(let hello):
            inbox.append(.greeted(hello), of: number)
            return true
        case .failed(let failure):
            inbox.append(.handshakeFailed(failure), of: number)
            return false
        }
    }

    // MARK: - Frames

    private mutating func readFrame() throws(TransportError) {
        let received = try receiver.next(until: .never)
        counts.countReceived(received.type)
        let sequence = received.sequence
        switch received.type {
        case .echoReply:
            tell(.reply(.echo(receiver.body(as: EchoReply.self)), sequence: sequence))
        case .entityCreated:
            tell(.reply(.created(receiver.body(as: EntityCreated.self)), sequence: sequence))
        case .modifyAck:
            tell(.reply(.modified(receiver.body(as: ModifyAck.self)), sequence: sequence))
        case .heartbeatAck:
            tell(.heartbeatAck)
        case .shutdownAck:
            tell(.shutdownAck)
        case .logMessage:
            tell(.log(receiver.body(as: LogMessage.self)))
        default:
            // The rules of the session let nothing else through.
            throw .wire(.unexpectedMessage)
        }
    }

    private func tell(_ news: RuntimeNews) {
        inbox.append(news, of: number)
    }
}
