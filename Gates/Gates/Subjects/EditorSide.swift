internal import GateHost
internal import GateKit
internal import WeldPlatform
internal import WeldTransport
internal import WeldViewport
internal import WeldWire

/// The attempt in the editor's place: it listens and greets with the engine's own transport, so
/// that the real runtime cannot tell the difference (gates.md#rule-1).
struct EditorSide: ~Copyable {
    private let listener: Listener
    /// What a runtime attaches that takes no descriptors; nil for one that keeps the contract.
    let region: NamedRegion?

    /// Listens in the attempt's private directory under the name an editor would use.
    init(plan: AttemptPlan) throws {
        let region = plan.isOutside ? try NamedRegion() : nil
        let name = Endpoint.baseName(editorPID: GateHost.ProcessEnvironment.pid)
        listener = try Listener(path: "\(plan.scratchDirectory)/\(name).sock")
        self.region = region
    }

    /// The arguments that make a runtime connect here.
    var runtimeArguments: [String] {
        ["--socket", listener.path, "--editor-pid", String(GateHost.ProcessEnvironment.pid)]
            + (region?.arguments ?? [])
    }

    /// Accepts a runtime and greets it; throws at once where its process ends before it connects.
    ///
    /// - Parameter end: What becomes readable when the process ends.
    borrowing func admitRuntime(
        ending end: Int32, within limit: Duration = .seconds(5)
    ) throws -> RuntimeLink {
        let deadline = WeldPlatform.Deadline.after(limit)
        while true {
            do {
                let connection = try listener.accept(
                    until: min(deadline, .after(.milliseconds(50))),
                    rules: SessionRules(role: .editor))
                return try RuntimeLink(greeting: connection)
            } catch TransportError.timedOut("accept") where !deadline.hasPassed {
                let found = try GateHost.Poll.wait(end, for: .readable, until: .immediately)
                guard found.isEmpty else { throw TransportError.timedOut("accept") }
            }
        }
    }
}

/// A greeted runtime, seen from the editor's side.
struct RuntimeLink: ~Copyable {
    /// The sending half.
    let connection: Connection
    /// The receiving half; only the procedure's thread reads.
    var receiver: FrameReceiver
    /// When the runtime's Hello was received.
    let helloReceivedAt: UInt64
    /// From the return of accept to the ack being sent.
    let handshakeNanoseconds: UInt64
    /// When the ack was about to be sent: the runtime cannot have it earlier.
    let consentedAt: UInt64

    /// Answers the runtime's Hello.
    init(greeting connection: Connection) throws {
        let accepted = GateHost.MonotonicClock.now()
        var receiver = FrameReceiver(connection)
        var handshake = EditorHandshake()
        let hello = try receiver.next(until: .after(Handshake.deadline))
        let received = GateHost.MonotonicClock.now()
        guard hello.type == .protocolHello else {
            throw HandshakeFailure.unexpected(hello.type)
        }
        let body = receiver.body(as: ProtocolHello.self)
        let consented: UInt64
        switch handshake.handle(.hello(body, hello.frame.header)) {
        case .accept(let ack, let sequence, _):
            receiver.handshakeDone()
            consented = GateHost.MonotonicClock.now()
            try connection.send(ack, sequence: sequence)
        case .reject(_, _, _, let failure), .close(let failure):
            throw failure
        case .none:
            throw HandshakeFailure.unexpected(.protocolHello)
        }
        helloReceivedAt = received
        consentedAt = consented
        handshakeNanoseconds = GateHost.MonotonicClock.now() - accepted
        self.connection = connection
        self.receiver = receiver
    }

    /// Makes a region of the standard size, hands it over under the viewport's name, and returns
    /// it.
    borrowing func handOverViewport() throws -> ViewportRegion {
        let layout = ViewportLayout(.threeSlot, size: .standard)
        let region = try ViewportRegion(
            creating: layout,
            in: WeldPlatform.MemoryObject.sealed(label: "weld-viewport", size: layout.regionSize))
        let name = ShmRegionDescriptor.viewportName
        let regions = [ShmRegionDescriptor(logicalName: name, size: UInt64(region.byteCount))]
        try connection.send(
            ShmRegionsHandoff(regions: regions), handles: [region.descriptor],
            until: .after(.seconds(5)))
        return region
    }

    /// Asks the runtime to leave and waits for its answer, past whatever it still had to say.
    mutating func shutDown() throws(TransportError) {
        let deadline = WeldPlatform.Deadline.after(.seconds(2))
        let number = try connection.send(Shutdown(), until: deadline)
        while true {
            let received = try receiver.next(until: deadline)
            if received.type == .shutdownAck, received.sequence == number { return }
        }
    }
}
