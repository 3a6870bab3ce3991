import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// The script of `weld-editor --handles-lab`: descriptors of every kind, in every number, in every
/// wrong place (gates.md#g7).
///
/// It reports facts and judges nothing. Every step has a connection of its own where it spoils one.
struct HandlesLab: ~Copyable {
    let services: EditorServices
    let region: EditorRegion
    let launcher: RuntimeLauncher
    let listener: Listener
    var child: ChildProcess?
    var peer: LabPeer?
    /// The number of the step, from 1.
    var step = 0
    var payloads: PayloadGenerator
    /// Whether a twin stayed open although all receivers were done with it.
    var hasOpenTwins = false
    private var hasFailed = false
    private var launches = 0
    private var connections: UInt64 = 0

    init(_ stage: consuming EditorStage, services: EditorServices) {
        self.services = services
        payloads = services.settings.payloads
        region = stage.region
        launcher = stage.launcher
        listener = stage.takeListener()
    }

    /// Runs the script and returns the code to end with.
    mutating func run() -> ExitCode {
        do throws(LabFailure) {
            try launch(withLab: true)
        } catch {
            report(error)
            return .connection
        }
        for entry in LabStep.allCases {
            step += 1
            services.events.emit(.lab(.step(step: step, name: entry.rawValue)))
            do throws(LabFailure) {
                try perform(entry)
            } catch {
                hasFailed = true
                report(error)
                _ = try? renew(region: nil)
            }
        }
        services.events.emit(.lab(.done(steps: step)))
        let end = endRuntime()
        return end == .clean && hasFailed ? .protocolError : end
    }

    // MARK: - Runtimes

    /// Starts a runtime that connects again and again, and greets it.
    mutating func launch(withLab: Bool) throws(LabFailure) {
        launches += 1
        let isFirst = launches == 1
        do throws(SystemError) {
            let child = try launcher.launch(
                isFirst: isFirst, handlesLab: withLab, reconnects: true, regionName: region.name)
            services.events.emit(.spawned(child: child.pid))
            self.child = consume child
        } catch {
            throw .system(error)
        }
        try renew(region: withLab ? region : nil)
    }

    /// Ends the connection, if there is one, and greets the runtime anew.
    mutating func renew(region: EditorRegion?) throws(LabFailure) {
        peer?.connection.close()
        peer = nil
        connections += 1
        guard let runtime = child?.pid else { throw .noRuntime }
        peer = try LabPeer(
            listener, runtime: runtime, number: connections, region: region, services: services)
    }

    /// Ends the runtime as the ordinary life does.
    mutating func endRuntime() -> ExitCode {
        guard let pid = child?.pid else { return .clean }
        let isAsked = (try? askForEnd()) != nil
        let stages: [(signal: Int32?, patience: Duration, code: ExitCode)] = [
            (nil, .nanoseconds(ContractTime.shutdown), isAsked ? .clean : .protocolError),
            (Signals.terminate, .nanoseconds(ContractTime.termination), .neededTerminate),
            (Signals.kill, .nanoseconds(ContractTime.termination), .neededKill),
        ]
        for stage in stages {
            if let signal = stage.signal {
                services.events.emit(.forced(signal: signal, child: pid))
                _ = try? child?.kill(signal)
            }
            let status = (try? child?.wait(until: .after(stage.patience))) ?? .running
            if status != .running {
                services.events.emit(.reaped(child: pid, status: status.description))
                child = nil
                peer = nil
                return stage.code == .clean && status != .exited(code: ExitCode.clean.rawValue)
                    ? .peerDiedTwice : stage.code
            }
        }
        return .neededKill
    }

    private mutating func askForEnd() throws(LabFailure) {
        if peer == nil { try renew(region: nil) }
        guard let connection = peer?.connection else { throw .noRuntime }
        let sequence = try transport { () throws(TransportError) in
            try connection.send(Shutdown())
        }
        _ = try peer?.reply(ShutdownAck.self, to: sequence)
    }

    private func report(_ failure: LabFailure) {
        services.events.emit(.lab(.answered(step: step, how: "failed: \(failure)")))
        services.log("step \(step) failed: \(failure)")
    }
}

// The steps, one small function each.
extension HandlesLab {
    /// Does one step of the script.
    mutating func perform(_ entry: LabStep) throws(LabFailure) {
        switch entry {
        case .oneMemfd: try pass([.memfd])
        case .onePipe: try pass([.pipe])
        case .oneSocket: try pass([.socket])
        case .oneEventfd: try pass([.eventfd])
        case .oneRegular: try pass([.regular])
        case .batch1: try pass(mixture(of: 1))
        case .batch8: try pass(mixture(of: 8))
        case .batch60: try pass(mixture(of: 60))
        case .batch253: try pass(mixture(of: 253))
        case .refuse254: try refuse(254)
        case .onHeartbeat: try sendOnHeartbeat()
        case .onCorruptFrame: try sendOnCorruptFrame()
        case .handoffMismatch: try sendMismatchedHandoff()
        case .nearLimit: try sendNearLimit()
        case .outsideLab: try sendOutsideLab()
        case .tooFewPlaces: try sendToFewPlaces()
        case .sentLast: try sendLast()
        }
    }

    /// Pipes and memory in turn, a pipe first.
    private func mixture(of count: Int) -> [LabKind] {
        (0..<count).map { $0 % 2 == 0 ? .pipe : .memfd }
    }

    // MARK: - What must arrive

    /// Sends objects with an Echo, closes what was sent at once, and looks at what came of them.
    private mutating func pass(_ kinds: [LabKind]) throws(LabFailure) {
        let parcel = try LabParcel(kinds, directory: directory, payloads: &payloads)
        guard let connection = peer?.connection else { throw .noRuntime }
        let request = Echo(payload: parcel.payload)
        let sequence = try transport { () throws(TransportError) in
            try connection.send(
                request, handles: parcel.descriptors, until: .after(.seconds(2)))
        }
        parcel.reportSent(step: step, sequence: sequence, to: services.events)
        parcel.closeSent()
        let reply = try peer?.reply(EchoReply.self, to: sequence)
        if reply != EchoReply(payload: request.payload) {
            services.events.emit(.wrongReply(type: "EchoReply", sequence: sequence))
        }
        services.events.emit(.lab(.answered(step: step, how: PeerAnswer.echoReply.rawValue)))
        parcel.reportReadBack(step: step, to: services.events)
        awaitEnds(of: parcel)
    }

    /// Tries to send more than a frame can carry; then an Echo shows that nothing is broken.
    private mutating func refuse(_ count: Int) throws(LabFailure) {
        guard let connection = peer?.connection else { throw .noRuntime }
        let object = try made { () throws(SystemError) in try LabObject(.pipe) }
        guard let descriptor = object.sentDescriptor else { return }
        let before = openDescriptors()
        var refusal = "none: it was sent"
        do throws(TransportError) {
            try connection.send(
                Echo(), handles: Array(repeating: descriptor, count: count))
        } catch {
            refusal = error.description
            if services.settings.sabotages.has(.descriptorLeakOnRefusal) { Loss.descriptor() }
        }
        services.events.emit(
            .lab(
                .refused(
                    step: step, count: count, error: refusal, openBefore: before,
                    openAfter: openDescriptors())))
        let sequence = try transport { () throws(TransportError) in try connection.send(Echo()) }
        _ = try peer?.reply(EchoReply.self, to: sequence)
        services.events.emit(.lab(.answered(step: step, how: PeerAnswer.echoReply.rawValue)))
    }

    // MARK: - What must be refused

    private mutating func sendOnHeartbeat() throws(LabFailure) {
        try sendHostile(count: 4) { (connection, numbers) throws(TransportError) in
            try connection.send(Heartbeat(sentAtUs: 1), handles: numbers)
        }
    }

    private mutating func sendOnCorruptFrame() throws(LabFailure) {
        var frame = RawFrame(type: .echo, body: [UInt8](repeating: 0x55, count: 64), sequence: 1)
        frame.schemaHash ^= 1
        let bytes = frame.bytes
        try sendHostile(count: 4) { (connection, numbers) throws(TransportError) in
            try connection.sendBytes(bytes, handles: numbers)
        }
    }

    private mutating func sendMismatchedHandoff() throws(LabFailure) {
        let one = region.announcement
        try sendHostile(count: 1) { (connection, numbers) throws(TransportError) in
            try connection.send(ShmRegionsHandoff(regions: [one, one]), handles: numbers)
        }
    }

    /// Holds, so that the gate can lower the runtime's descriptor limit.
    ///
    /// Without that, all 60 arrive.
    private mutating func sendNearLimit() throws(LabFailure) {
        services.hold.reach(.labBeforeLimit)
        try sendHostile(count: 60, renews: false) { (connection, numbers) throws(TransportError) in
            try connection.send(Echo(), handles: numbers)
        }
    }

    /// Replaces the runtime by one for which an Echo takes no descriptors.
    private mutating func sendOutsideLab() throws(LabFailure) {
        _ = endRuntime()
        try launch(withLab: false)
        try sendHostile(count: 4, renews: false) { (connection, numbers) throws(TransportError) in
            try connection.send(Echo(), handles: numbers)
        }
    }

    /// Sends more than that runtime has places for; then the lab's own runtime comes back.
    private mutating func sendToFewPlaces() throws(LabFailure) {
        try sendHostile(count: 60, renews: false) { (connection, numbers) throws(TransportError) in
            try connection.send(Echo(), handles: numbers)
        }
        _ = endRuntime()
        try launch(withLab: true)
    }

    /// Sends pipes in a way that the runtime must refuse, on a connection of its own.
    private mutating func sendHostile(
        count: Int, renews: Bool = true,
        _ send: (Connection, [RawDescriptor]) throws(TransportError) -> Void
    ) throws(LabFailure) {
        if renews { try renew(region: nil) }
        guard let connection = peer?.connection else { throw .noRuntime }
        let kinds = [LabKind](repeating: .pipe, count: count)
        let parcel = try LabParcel(kinds, directory: directory, payloads: &payloads)
        try transport { () throws(TransportError) in try send(connection, parcel.descriptors) }
        parcel.reportSent(step: step, sequence: 0, to: services.events)
        parcel.closeSent()
        let how = peer?.outcome() ?? "no connection"
        services.events.emit(.lab(.answered(step: step, how: how)))
        awaitEnds(of: parcel)
        try renew(region: nil)
    }

    // MARK: - What must outlive the sender

    private mutating func sendLast() throws(LabFailure) {
        let parcel = try LabParcel([.regular], directory: directory, payloads: &payloads)
        guard let connection = peer?.connection else { throw .noRuntime }
        services.events.emit(
            .lab(
                .file(step: step, path: parcel.firstPath, expected: parcel.payloadText)))
        let request = Echo(payload: parcel.payload)
        services.hold.reach(.labBeforeLast)
        let sequence = try transport { () throws(TransportError) in
            try connection.send(request, handles: parcel.descriptors)
        }
        parcel.reportSent(step: step, sequence: sequence, to: services.events)
        _ = try peer?.reply(EchoReply.self, to: sequence)
        services.events.emit(.lab(.answered(step: step, how: PeerAnswer.echoReply.rawValue)))
        parcel.reportReadBack(step: step, to: services.events)
    }

    // MARK: - Surroundings

    /// Reports whether the twins end; after one that did not, later steps wait only briefly: what
    /// keeps one open is known then, and is seen again without a second each.
    private mutating func awaitEnds(of parcel: borrowing LabParcel) {
        let patience = hasOpenTwins ? Duration.milliseconds(100) : .seconds(1)
        let allEnded = parcel.reportLiveness(step: step, within: patience, to: services.events)
        hasOpenTwins = hasOpenTwins || !allEnded
    }

    /// Where regular files go: beside the socket.
    private var directory: String {
        let parts = listener.path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
    }

    private func openDescriptors() -> Int {
        (try? FileListing.names(in: "/proc/self/fd"))?.count ?? -1
    }
}
