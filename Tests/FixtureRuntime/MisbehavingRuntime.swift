import WeldPlatform
import WeldTransport
import WeldWire

/// One connection of a runtime that does one thing wrong and everything else right.
struct MisbehavingRuntime: ~Copyable {
    private let fault: Misbehaviour
    private let connection: Connection
    private var receiver: FrameReceiver
    private var entities: UInt64 = 0
    private let socketPath: String

    init(_ fault: Misbehaviour, socketPath: String) throws(TransportError) {
        self.fault = fault
        self.socketPath = socketPath
        connection = try Connection.connect(
            path: socketPath, until: .after(.seconds(5)),
            rules: SessionRules(role: .runtime, acceptsHandoff: true))
        receiver = FrameReceiver(connection)
    }

    /// Lives until the editor ends the connection.
    consuming func run() throws(TransportError) {
        let hello = ProtocolHello(
            engineVersion: "fixture", buildHash: fault.rawValue, capabilities: .shmHandoff)
        switch fault {
        case .helloNever: break
        case .garbage: try connection.sendBytes([UInt8](repeating: 0xA5, count: 4096))
        case .helloTwice:
            try connection.send(hello)
            try connection.send(hello)
        default: try connection.send(hello)
        }
        while true {
            let received = try receiver.next(until: .never)
            if received.type == .protocolHelloAck { receiver.handshakeDone() }
            if try answer(received.type, received.sequence) { return }
        }
    }

    /// Answers a frame; true when that was the last.
    private mutating func answer(
        _ type: MessageType, _ sequence: UInt32
    ) throws(TransportError) -> Bool {
        switch type {
        case .echo where fault != .echoNever:
            var reply = EchoReply(payload: receiver.body(as: Echo.self).payload)
            if fault == .echoWrong { reply.payload[5] ^= 1 }
            try connection.send(reply, sequence: sequence)
        case .spawnEntity:
            entities += 1
            var reply = EntityCreated()
            reply.entity = entities
            try connection.send(reply, sequence: sequence)
        case .modifyComponent:
            var reply = ModifyAck()
            let entity = receiver.body(as: ModifyComponent.self).entity
            reply.success = (1...max(1, entities)).contains(entity) && entities > 0 ? 1 : 0
            try connection.send(reply, sequence: sequence)
            if fault == .connectTwice {
                _ = try Connection.connect(
                    path: socketPath, until: .after(.seconds(1)),
                    rules: SessionRules(role: .runtime))
                return true
            }
            if fault == .forkAndEnd { return SocketHolder.start(holding: connection) }
        case .heartbeat:
            let number = fault == .heartbeatWrong ? sequence &+ 1 : sequence
            try connection.send(HeartbeatAck(), sequence: number)
        case .shutdown where fault != .shutdownNever:
            try connection.send(ShutdownAck(), sequence: sequence)
            return true
        default: break
        }
        return false
    }
}

/// A child that holds a socket, so that its end is not the connection's.
enum SocketHolder {
    private static let number: Int32 = 9

    /// Starts the child; false when it could not be, which the test then sees.
    static func start(holding connection: Connection) -> Bool {
        do throws(SystemError) {
            let child = try ChildProcess.spawn(
                path: ProcessEnvironment.executablePath(),
                arguments: ["--misbehave", Misbehaviour.holdSocket.rawValue],
                inheriting: [InheritedDescriptor(connection.descriptor, as: number)])
            // Ends without the destructor that would end the child too.
            _ = child.pid
            ProcessEnvironment.exitNow(0)
        } catch {
            return false
        }
    }

    /// Holds the socket until the peer ends the connection.
    static func run() {
        _ = try? Poll.wait(RawDescriptor(rawValue: number), for: [], until: .after(.seconds(30)))
    }
}
