import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

/// One connection to a runtime as the control loop sees it: it sends; a reading thread of its own
/// brings the news.
final class RuntimeSession {
    /// Connections are counted from 1.
    let number: UInt64
    let connection: Connection
    /// What the reading thread brings.
    let news: BoundedQueue<RuntimeNews>
    private let services: EditorServices
    private let tally: CountsBox
    private let ending: Ending
    private var thread: OSThread?
    private var round: RequestRound
    private var counts = TrafficCounts()
    private var echoAwaited: UInt32?
    private var isRoundReported = false
    private var isOpenAnswerReported = false

    /// Starts the reading thread, which reports the connection first of all.
    ///
    /// - Throws: Where there is no room for it; nothing was read or reported then, and the
    ///   connection is as good as before.
    init(
        _ connection: Connection, number: UInt64, services: EditorServices
    ) throws(SystemError) {
        connection.startNumbering(at: services.settings.firstSequence)
        let news = try BoundedQueue<RuntimeNews>()
        self.news = news
        self.number = number
        self.connection = connection
        self.services = services
        round = RequestRound(payloads: services.settings.payloads)
        let tally = CountsBox()
        self.tally = tally
        let ending = Ending()
        self.ending = ending
        let peer = (try? connection.peer())?.pid ?? 0
        thread = try OSThread.start(named: "weld-reader") {
            services.events.emit(.connected(connection: number, peer: peer))
            let reader = EditorReader(connection, news: news, services: services)
            let end = reader.run()
            tally.add(end.counts)
            ending.error.withLock { $0 = end.error }
        }
    }

    /// What ended the reading, known once the session is closed.
    var error: TransportError? { ending.error.withLock { $0 } }

    /// Where the reading thread leaves its last word.
    private final class Ending: Sendable {
        let error = Lock<TransportError?>(nil)
    }

    /// Hands the region over, where the runtime can take it, and asks only for what it can do.
    func handOver(_ region: EditorRegion, to hello: ProtocolHello) throws(TransportError) {
        let capabilities = Capabilities(rawValue: hello.capabilities)
        round.knowsEntities = capabilities.contains(.knowsEntities)
        services.hold.reach(.beforeHandover)
        guard region.isHandedOver else { return }
        guard capabilities.contains(.shmHandoff) else {
            services.log("the runtime does not take descriptors: it gets no region (--attach name)")
            return
        }
        let handoff = ShmRegionsHandoff(regions: [region.announcement])
        try connection.send(
            handoff, handles: [region.region.descriptor], until: .after(.seconds(1)))
        counts.countSent(.shmRegionsHandoff)
        services.events.emit(region.handoverEvent)
    }

    /// Sends the round that every new runtime must answer, the Echo first.
    func sendFirstRound() throws(TransportError) {
        for _ in 0..<4 { try sendNextRequest() }
    }

    /// Sends so many requests, as long as the runtime keeps up; they leave together.
    func sendRequests(_ count: Int) throws(TransportError) {
        guard count > 1 else { return isBehind ? () : try sendNextRequest() }
        connection.cork()
        for _ in 0..<count where !isBehind { try sendNextRequest() }
        try connection.uncork()
    }

    /// Sends the next request.
    private func sendNextRequest() throws(TransportError) {
        let request = round.next()
        let sequence: UInt32
        switch request {
        case .echo(let message):
            sequence = try send(message)
            if echoAwaited == nil { echoAwaited = sequence }
        case .spawn(let message): sequence = try send(message)
        case .modify(let message): sequence = try send(message)
        }
        round.sent(request, sequence: sequence)
    }

    /// Whether so many requests wait for replies that no more should be sent.
    ///
    /// An editor that holds deaf asks for more than a socket and a queue can take.
    var isBehind: Bool {
        round.outstanding > (services.settings.requestsAhead ?? usualLead)
    }

    private var usualLead: Int {
        services.settings.holdPhase == .deaf ? 20_000 : 256
    }

    /// Sends a heartbeat.
    func sendHeartbeat() throws(TransportError) {
        _ = try send(Heartbeat(sentAtUs: MonotonicClock.now() / 1000))
    }

    /// Asks the runtime to end.
    func sendShutdown() throws(TransportError) {
        _ = try send(Shutdown())
    }

    /// What a reply is worth.
    enum Judgement {
        case wrong
        case right
        case firstEcho
    }

    /// Compares a reply whole with what was asked for.
    func judge(_ reply: Reply, sequence: UInt32) -> Judgement {
        guard round.accepts(reply, sequence: sequence) else {
            services.events.emit(.wrongReply(type: reply.type.descriptor.name, sequence: sequence))
            return .wrong
        }
        if !isOpenAnswerReported, let answer = round.openAnswer {
            isOpenAnswerReported = true
            services.events.emit(
                .leftOpen(
                    type: reply.type.descriptor.name, sequence: sequence, success: answer))
        }
        if !isRoundReported, round.checked == 4 {
            isRoundReported = true
            services.events.emit(.roundChecked(replies: round.checked))
        }
        return sequence == echoAwaited && reply.type == .echoReply ? .firstEcho : .right
    }

    /// Closes the connection, which ends the reading thread, and reports the counts.
    func close() {
        connection.close()
        news.close()
        guard let thread = thread.take() else { return }
        thread.join()
        tally.add(counts)
        services.events.emit(.counts(connection: number, tally.value))
        services.events.emit(.memory(.current()))
    }

    private func send<M: WireMessage>(_ message: M) throws(TransportError) -> UInt32 {
        if services.hold.isDue(.midFrame), M.type == .echo { return try sendInHalves(message) }
        let sequence = try connection.send(message, until: .after(.seconds(5)))
        counts.countSent(M.type)
        return sequence
    }

    /// Writes half of a frame, holds there, then writes the rest (`--hold-at mid-frame`).
    private func sendInHalves<M: WireMessage>(_ message: M) throws(TransportError) -> UInt32 {
        let sequence = try connection.reserveSequence(for: M.type)
        let frame = FrameEncoder.encode(message, sequence: sequence)
        let middle = frame.count / 2
        try connection.sendBytes(Array(frame[..<middle]))
        services.hold.reach(.midFrame)
        try connection.sendBytes(Array(frame[middle...]))
        counts.countSent(M.type)
        return sequence
    }
}
