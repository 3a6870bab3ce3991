import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

/// The reading side of one connection, on a thread of its own: handshake first, then frames.
///
/// Echo and Heartbeat are answered from here; what changes the scene goes to the main loop.
struct SessionReader: ~Copyable {
    let connection: Connection
    let queue: BoundedQueue<SceneInput>
    let services: RuntimeServices
    var receiver: FrameReceiver
    var echo: EchoResponder
    var counts = TrafficCounts()
    /// Asked before the hold point, whose generic comparison looks metadata up for every Echo.
    private let mayHoldInsideReply: Bool
    private let mayDrop: Bool
    private var hasReportedBlock = false
    /// What concerns the main loop of the frames that came together.
    private var inputs: [SceneInput] = []

    init(_ connection: Connection, queue: BoundedQueue<SceneInput>, services: RuntimeServices) {
        let settings = services.settings
        self.connection = connection
        self.queue = queue
        self.services = services
        receiver = FrameReceiver(
            connection,
            handlePlaces: settings.handlesLab ? StreamSocket.descriptorLimit : 8,
            closeOnExec: !settings.sabotages.has(.descriptorNoCloseOnExec),
            closesOnError: !settings.sabotages.has(.descriptorLeakOnError),
            leniency: services.faults.leniency)
        mayDrop = services.faults.mayDrop
        services.faults.meetConnection()
        mayHoldInsideReply = settings.holdPhase == .midFrame
        echo = EchoResponder(connection: connection, sabotages: settings.sabotages)
    }

    /// Reads until the connection is over, reports how, and returns what passed.
    consuming func run() -> TrafficCounts {
        let end = readToEnd()
        if case .editorGone = end { EndFault.act(services.settings.sabotages) }
        report(end)
        queue.append(.ended(end))
        return counts
    }

    private mutating func readToEnd() -> SessionEnd {
        do throws(SessionFailure) {
            try greet()
            try attachByName()
            while true {
                if try readBatch() { return .shutdown }
            }
        } catch {
            switch error {
            case .end(let end): return end
            case .transport(let error):
                services.faults.meet(error)
                return SessionEnd(error)
            }
        }
    }

    /// Reads a frame, and with it all that came along; true when the editor asked for the end.
    ///
    /// The replies to frames that came together leave together: one system call for all.
    private mutating func readBatch() throws(SessionFailure) -> Bool {
        // Also on the way out: what came before the error or the end still counts.
        defer { queue.append(batch: &inputs) }
        if try handle(nextFrame(until: .never)) { return true }
        reportBlock()
        guard let second = try bufferedFrame() else { return false }
        connection.cork()
        var isOver = try handle(second)
        while !isOver, let another = try bufferedFrame() {
            isOver = try handle(another)
        }
        try transport { () throws(TransportError) in try connection.uncork() }
        reportBlock()
        return isOver
    }

    /// Says once that the editor does not take what was written.
    private mutating func reportBlock() {
        guard connection.hasQueued, !hasReportedBlock else { return }
        hasReportedBlock = true
        services.events.emit(.sendBlocked)
    }

    mutating func nextFrame(until deadline: Deadline) throws(SessionFailure) -> Received {
        do throws(TransportError) {
            return try receiver.next(until: deadline)
        } catch {
            throw .transport(error)
        }
    }

    private mutating func bufferedFrame() throws(SessionFailure) -> Received? {
        do throws(TransportError) {
            return try receiver.nextBuffered()
        } catch {
            throw .transport(error)
        }
    }

    /// Handles one frame; true for a Shutdown.
    private mutating func handle(_ received: consuming Received) throws(SessionFailure) -> Bool {
        if mayDrop, services.faults.dropsFrame() { return false }
        counts.countReceived(received.type)
        let sequence = received.sequence
        switch received.type {
        case .echo:
            try answerEcho(received)
        case .heartbeat:
            try answerHeartbeat(sequence)
        case .spawnEntity:
            inputs.append(.spawn(receiver.body(as: SpawnEntity.self), sequence))
        case .modifyComponent:
            inputs.append(.modify(receiver.body(as: ModifyComponent.self), sequence))
        case .shmRegionsHandoff:
            try takeOver(received)
        case .shutdown:
            inputs.append(.shutdown(sequence))
            return true
        default:
            // The rules of the session let nothing else through.
            throw .transport(.wire(.unexpectedMessage))
        }
        return false
    }

    private mutating func answerEcho(_ received: consuming Received) throws(SessionFailure) {
        let request = receiver.body(as: Echo.self)
        let sequence = received.sequence
        if !received.handles.isEmpty {
            if services.settings.sabotages.has(.descriptorNeedsSender), isPeerGone {
                received.handles.removeAll()
            } else {
                HandlesLab(services: services).use(
                    &received.handles, payload: request.payload, sequence: sequence)
            }
        }
        if mayHoldInsideReply, services.hold.isDue(.midFrame) {
            return try holdInsideReply(request, sequence)
        }
        do throws(TransportError) {
            try echo.answer(request, sequence: sequence)
        } catch {
            throw .transport(error)
        }
        counts.countSent(.echoReply)
    }

    /// Whether the editor has closed its end, whatever of it is still unread.
    private var isPeerGone: Bool {
        let found = try? Poll.wait(connection.descriptor, for: [], until: .immediately)
        return found?.contains(.hangUp) ?? false
    }

    private mutating func answerHeartbeat(_ sequence: UInt32) throws(SessionFailure) {
        var reply = HeartbeatAck()
        reply.sentAtUs = receiver.body(as: Heartbeat.self).sentAtUs
        reply.receivedAtUs = MonotonicClock.now() / 1000
        try transport { () throws(TransportError) in
            try connection.send(reply, sequence: sequence)
        }
        counts.countSent(.heartbeatAck)
    }

    @discardableResult
    func transport<Result>(
        _ body: () throws(TransportError) -> Result
    ) throws(SessionFailure) -> Result {
        do throws(TransportError) {
            return try body()
        } catch {
            throw .transport(error)
        }
    }
}

/// Why a reader stops.
enum SessionFailure: Error {
    /// The connection failed.
    case transport(TransportError)
    /// The session is over for another reason.
    case end(SessionEnd)
}

extension SessionReader {
    /// Says Hello and awaits the answer.
    mutating func greet() throws(SessionFailure) {
        let deadline = Deadline.after(Handshake.deadline)
        // By name as the milestone has it: of its runtime nobody expects more.
        let capabilities: Capabilities =
            services.settings.regionName == nil ? [.shmHandoff, .knowsEntities] : []
        var handshake = RuntimeHandshake(
            hello: ProtocolHello(
                engineVersion: services.identity.engine, buildHash: services.identity.build,
                capabilities: capabilities))
        services.hold.reach(.beforeHello)
        if let late = services.settings.sabotages[.lateHello] {
            FaultPause.wait(nanoseconds: late.nanoseconds)
        }
        guard case .sendHello(let hello) = handshake.handle(.connected) else {
            preconditionFailure("a handshake begins with the Hello")
        }
        try transport { () throws(TransportError) in try connection.send(hello) }
        counts.countSent(.protocolHello)
        services.events.emit(
            .hello(
                protocolVersion: hello.protocolVersion, engine: services.identity.engine,
                build: services.identity.build, capabilities: hello.capabilities))
        services.hold.reach(.beforeAck)
        try perform(handshake.handle(try answerToHello(until: deadline)))
        receiver.handshakeDone()
        services.hold.reach(.beforeHandover)
        queue.append(.opened)
    }

    private mutating func answerToHello(
        until deadline: Deadline
    ) throws(SessionFailure) -> RuntimeHandshake.Event {
        do throws(SessionFailure) {
            let received = try nextFrame(until: deadline)
            counts.countReceived(received.type)
            guard received.type == .protocolHelloAck else { return .other(received.type) }
            let ack = receiver.body(as: ProtocolHelloAck.self)
            services.events.emit(
                .ack(accepted: ack.accepted != 0, reason: FixedText.decode(ack.reason)))
            return .ack(ack, received.frame.header)
        } catch {
            // An editor that dies here is gone, as it would be later: that is no failed handshake.
            guard case .transport(.timedOut) = error else { throw error }
            return .deadlinePassed
        }
    }

    private func perform(_ action: RuntimeHandshake.Action) throws(SessionFailure) {
        if case .close(let failure) = action { throw .end(.handshake(failure)) }
    }
}
