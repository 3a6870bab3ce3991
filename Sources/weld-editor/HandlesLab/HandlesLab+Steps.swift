import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

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
                request, handles: parcel.numbers, until: .after(.seconds(2)))
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
        let object = try system { () throws(SystemError) in try LabObject(.pipe) }
        let before = openDescriptors()
        var refusal = "none: it was sent"
        do throws(TransportError) {
            try connection.send(
                Echo(), handles: Array(repeating: object.sentNumber, count: count))
        } catch {
            refusal = error.description
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
        _ send: (Connection, [Int32]) throws(TransportError) -> Void
    ) throws(LabFailure) {
        if renews { try renew(region: nil) }
        guard let connection = peer?.connection else { throw .noRuntime }
        let kinds = [LabKind](repeating: .pipe, count: count)
        let parcel = try LabParcel(kinds, directory: directory, payloads: &payloads)
        try transport { () throws(TransportError) in try send(connection, parcel.numbers) }
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
            try connection.send(request, handles: parcel.numbers)
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
