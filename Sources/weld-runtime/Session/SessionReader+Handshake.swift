import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

extension SessionReader {
    /// Says Hello and awaits the answer.
    mutating func greet() throws(SessionFailure) {
        let deadline = Deadline.after(Handshake.deadline)
        let capabilities: Capabilities = services.settings.regionName == nil ? .shmHandoff : []
        var handshake = RuntimeHandshake(
            hello: ProtocolHello(
                engineVersion: services.identity.engine, buildHash: services.identity.build,
                capabilities: capabilities))
        services.hold.reach(.beforeHello)
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
