internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// The talk of a runtime with the judge's own peer, and what is wrong with it.
final class OwnTrial {
    /// Whether it came to its end.
    private(set) var isWhole = false

    private let runtime: Int32
    private let peer: OwnPeer
    private let events: EventReader
    private let recorder: Recorder
    private var number: UInt32 = 0
    private var entities: UInt64 = 0
    private var compared = 0

    init(of runtime: Int32, peer: OwnPeer, events: EventReader, recorder: Recorder) {
        self.runtime = runtime
        self.peer = peer
        self.events = events
        self.recorder = recorder
    }

    /// - Parameter hold: Holds the runtime's first thread; nil where its threads are not late. Where they
    ///   are a few requests are enough: every one of them takes long.
    func perform(_ seed: UInt64, hold: ThreadHold?) {
        var random = SeededGenerator(seed: seed)
        do {
            try greet()
            if let hold {
                try talkShortly(&random, hold)
                try leave()
            } else {
                try talk(&random)
                try leaveOwed()
            }
            isWhole = true
        } catch OwnPeer.Failure.late(let start) {
            // Undecided where the host can be why, and never a GO: the talk was not finished.
            recorder.violation(
                .hang, "the runtime did not answer the judge's own frames", span: .since(start))
            if let text = isAsleep() ?? isAwake() { isWrong(text) }
        } catch OwnPeer.Failure.wrong(let text) {
            isWrong(text)
        } catch {
            recorder.record(
                .fault(
                    HarnessFault("frames of the judge's own", error, isLimit: error.isLimit)))
        }
        recorder.samples(
            RoundTripMetric.ownFrames, [Double](repeating: 0, count: compared), unit: .count)
    }

    private func isWrong(_ text: String) {
        recorder.trial(RoundTripMetric.ownFrames, holds: false)
        recorder.fact("frames of the judge's own", text)
    }

    /// Looks whether a runtime that owes an answer sleeps with all its threads, and says so where it
    /// does, look after look: whom a host keeps from running does not sleep.
    private func isAsleep() -> String? {
        for _ in 0..<OwnExchange.looks {
            guard Ledger.isAsleep(runtime) else { return nil }
            Pause.wait(.milliseconds(50))
        }
        return "an answer did not come for seconds, and all threads slept meanwhile"
    }

    /// Asks whether a runtime that owes an answer has time for another, and says so where it has.
    ///
    /// No host keeps the one back for seconds and lets the other through at once.
    private func isAwake() -> String? {
        let probe = OwnFrame(kind: .heartbeat, number: 98, body: OwnFrame.little(1, 8))
        let start = MonotonicClock.now()
        guard (try? peer.send(probe.bytes)) != nil else { return nil }
        var woken = 0
        while let frame = try? peer.next() {
            guard frame.kind == .heartbeatAck else {
                woken += 1
                continue
            }
            guard MonotonicClock.now() - start < 500_000_000 else { return nil }
            return "an answer did not come for seconds, and a Heartbeat's at once"
                + (woken > 0 ? ", with \(woken) frames before it" : "")
        }
        return nil
    }

    private func greet() throws {
        guard let hello = try peer.next() else { throw OwnPeer.Failure.wrong("no Hello came") }
        if let fault = hello.faultOfHello { throw OwnPeer.Failure.wrong(fault) }
        try peer.send(OwnFrame.consent(to: hello.number).bytes)
    }

    /// Everything that a talk can have, each thing seen at once.
    private func talk(_ random: inout SeededGenerator) throws {
        for _ in 0..<100 { try exchange([echo(&random)]) }
        try inPieces(echo(&random))
        try burst((0..<300).map { _ in echo(&random) }, before: echo(&random))
        try flood {
            let request = self.echo(&random)
            return (request, self.reply(to: request))
        }
        // A few at once and all replies awaited, again and again: a wake-up that is lost is missed.
        for _ in 0..<200 { try fewAtOnce() }
        // Handled by another thread than echoes, and the second time that the queue is full.
        try flood(spawn)
        // The same one by one, so that what is bounded is filled to its very last place.
        try flood(spawn, isPaced: true)
        // Bytes that wait where nobody writes any more, twice.
        for _ in 0..<2 { for reply in try backlog() { try expect(reply) } }
        for _ in 0..<3 { try inBites(&random) }
        try mixedFlood(&random)
        try heartbeat()
        // Around the wrap, and 0: legal in what is not a reply.
        for wrapping: UInt32 in [.max - 1, .max, 0, 1] {
            number = wrapping &- 1
            try exchange([echo(&random)])
        }
    }

    /// What threads have to tell each other, and little of it.
    private func talkShortly(_ random: inout SeededGenerator, _ hold: ThreadHold) throws {
        for _ in 0..<20 { try exchange([echo(&random)]) }
        for _ in 0..<60 { try fewAtOnce(isPaced: true) }
        try burst((0..<100).map { _ in echo(&random) }, before: echo(&random))
        try fill(holding: hold)
        try heartbeat()
    }

    /// Requests for the runtime's main loop, which stands still, one by one until no more is read, and
    /// then every reply.
    ///
    /// What is bounded between its threads is filled to its very last place.
    private func fill(holding hold: ThreadHold) throws {
        hold.begin(for: OwnExchange.standstill)
        var replies: [OwnFrame] = []
        for _ in 0..<OwnExchange.backlog {
            let (request, reply) = spawn()
            try peer.send(request.bytes)
            replies.append(reply)
            if !peer.wasRead(within: OwnExchange.settled) { break }
        }
        recorder.fact("requests read while the main loop stood still", String(replies.count))
        for reply in replies { try expect(reply) }
    }

    /// Asks for the end, after which nothing comes.
    private func leave() throws {
        try askForEnd()
        try readEnd()
    }

    /// Asks for the end while replies wait for room, and reads only once the runtime has had time to
    /// end: all that it owed comes first, and its last answer last (platform.md#last-words).
    private func leaveOwed() throws {
        let owed = try backlog()
        let asked = MonotonicClock.now()
        try askForEnd()
        _ = peer.wasRead(within: OwnExchange.settled)
        Pause.wait(OwnExchange.settled)
        do {
            for reply in owed { try expect(reply) }
            try readEnd()
        } catch OwnPeer.Failure.wrong(let text) {
            // Who comes to read later than room is waited for finds a part of it, and is not wrong.
            guard MonotonicClock.now() - asked < OwnExchange.lastRoom else {
                throw OwnPeer.Failure.late(since: asked)
            }
            throw OwnPeer.Failure.wrong("of what was owed at the Shutdown, \(text)")
        }
    }

    private func askForEnd() throws {
        let end = MonotonicClock.now()
        events.drain()
        events.clock.expect(.counts, from: .runtime, notBefore: end)
        try peer.send(OwnFrame(kind: .shutdown, number: 77, body: [0]).bytes)
    }

    private func readEnd() throws {
        try expect(OwnFrame(kind: .shutdownAck, number: 77, body: [0]))
        guard try peer.next() == nil else {
            throw OwnPeer.Failure.wrong("a frame came after the answer to the Shutdown")
        }
    }

    private func echo(_ random: inout SeededGenerator) -> OwnFrame {
        number &+= 1
        let body = (0..<8).flatMap { _ in OwnFrame.little(random.next(), 8) }
        return OwnFrame(kind: .echo, number: number, body: body)
    }

    /// A request that waits for the runtime's main loop, and its reply.
    private func spawn() -> (OwnFrame, OwnFrame) {
        number &+= 1
        entities += 1
        let body = [UInt8](repeating: 0, count: OwnFrame.Kind.spawnEntity.shape.body)
        return (
            OwnFrame(kind: .spawnEntity, number: number, body: body),
            OwnFrame(kind: .entityCreated, number: number, body: OwnFrame.little(entities, 8))
        )
    }

    private func reply(to request: OwnFrame) -> OwnFrame {
        OwnFrame(kind: .echoReply, number: request.number, body: request.body)
    }

    private func expect(_ frame: OwnFrame) throws {
        try peer.expect(frame)
        compared += 1
    }

    /// All requests in one write, then all replies in their order.
    private func exchange(_ requests: [OwnFrame]) throws {
        try peer.send(requests.flatMap(\.bytes))
        for request in requests { try expect(reply(to: request)) }
    }

    /// Requests in one write, and one more a little later: a reply that was dropped is told by its
    /// answer, and need not be waited for.
    private func burst(_ requests: [OwnFrame], before last: OwnFrame) throws {
        try peer.send(requests.flatMap(\.bytes))
        Pause.wait(.milliseconds(5))
        try peer.send(last.bytes)
        for request in requests + [last] { try expect(reply(to: request)) }
    }

    /// A few requests one by one, and then their replies.
    ///
    /// - Parameter isPaced: Whether each is read before the next is sent.
    private func fewAtOnce(isPaced: Bool = false) throws {
        let pairs = (0..<6).map { _ in spawn() }
        for (request, _) in pairs {
            try peer.send(request.bytes)
            if isPaced { _ = peer.wasRead(within: OwnExchange.settled) }
        }
        for (_, reply) in pairs { try expect(reply) }
    }

    /// A frame a byte at a time.
    private func inPieces(_ request: OwnFrame) throws {
        for byte in request.bytes { try peer.send([byte]) }
        try expect(reply(to: request))
    }

    /// Requests without reading until the runtime takes no more, and then every reply to every one
    /// of them: what waited is neither dropped nor changed, and a queue is bounded
    /// (platform.md#bounded-io).
    ///
    /// - Parameters:
    ///   - isPaced: Whether a request waits until the one before it was read.
    ///   - reading: Reads these replies; in their order unless given.
    private func flood(
        _ next: () -> (request: OwnFrame, reply: OwnFrame), isPaced: Bool = false,
        reading read: (([OwnFrame]) throws -> Void)? = nil
    ) throws {
        let read = read ?? { replies in for reply in replies { try self.expect(reply) } }
        var sent: [OwnFrame] = []
        var rest: ArraySlice<UInt8> = []
        while sent.count < OwnExchange.flood {
            if rest.isEmpty {
                let (request, reply) = next()
                sent.append(reply)
                rest = request.bytes[...]
            }
            if let count = try peer.send(some: rest) {
                rest = rest.dropFirst(count)
                if isPaced, !peer.wasRead(within: OwnExchange.settled) { break }
            } else if try !peer.wait(.writable, until: .after(OwnExchange.settled)) {
                break
            }
        }
        guard sent.count < OwnExchange.flood else {
            throw OwnPeer.Failure.wrong(
                "\(sent.count) requests were taken although no reply to them was read")
        }
        recorder.fact("requests taken before the runtime waited", String(sent.count))
        // The unfinished one is finished as soon as there is room: reading makes it.
        try read(sent.dropLast())
        try peer.send(Array(rest))
        try read(sent.suffix(1))
    }

    /// Requests whose replies fill the socket while the runtime has nothing left to read: what waits
    /// then is written all the same, as soon as the replies, which are returned, are read.
    ///
    /// They come in parts, until one is not answered whole: the socket is full then, and the thread
    /// that reads waits for more, so that another has to write.
    private func backlog() throws -> [OwnFrame] {
        var replies: [OwnFrame] = []
        var bytes = 0
        for _ in 0..<100 {
            let pairs = (0..<200).map { _ in spawn() }
            try peer.send(pairs.flatMap(\.0.bytes))
            replies += pairs.map(\.1)
            bytes += pairs.reduce(0) { $0 + $1.1.bytes.count }
            if !peer.holds(bytes, within: OwnExchange.settled) { break }
        }
        return replies
    }

    /// Replies wait for room, and there is a little, less than what the system calls writable: what
    /// comes now has to wait behind them all the same.
    private func inBites(_ random: inout SeededGenerator) throws {
        var sent = (0..<3000).map { _ in echo(&random) }
        try peer.send(sent.flatMap(\.bytes))
        Pause.wait(OwnExchange.settled)
        for _ in 0..<3 {
            try peer.bite()
            let next = echo(&random)
            try peer.send(next.bytes)
            sent.append(next)
            _ = peer.wasRead(within: OwnExchange.settled)
            Pause.wait(.milliseconds(2))
        }
        for request in sent { try expect(reply(to: request)) }
    }

    /// Both kinds of request in turn, more than the runtime takes, whose replies two threads of it
    /// write: each kind keeps its order, and no frame is cut by another.
    private func mixedFlood(_ random: inout SeededGenerator) throws {
        var expected: [OwnFrame.Kind: [OwnFrame]] = [:]
        var isEcho = false
        try flood(
            {
                isEcho.toggle()
                guard isEcho else { return spawn() }
                let request = echo(&random)
                return (request, reply(to: request))
            },
            reading: { replies in
                for reply in replies { expected[reply.kind, default: []].append(reply) }
                for kind in expected.keys { expected[kind]?.reverse() }
                for _ in replies {
                    guard let frame = try self.peer.next() else {
                        throw OwnPeer.Failure.wrong("the end came for a reply")
                    }
                    guard expected[frame.kind]?.popLast() == frame else {
                        throw OwnPeer.Failure.wrong(
                            "\(frame.kind) \(frame.number) came, which is not due")
                    }
                    self.compared += 1
                }
            })
    }

    /// The ack carries the time of the request and the real time of its reception.
    private func heartbeat() throws {
        let body = OwnFrame.little(0x1122_3344_5566, 8)
        let start = MonotonicClock.now()
        try peer.send(OwnFrame(kind: .heartbeat, number: 99, body: body).bytes)
        guard let ack = try peer.next(), ack.kind == .heartbeatAck, ack.number == 99,
            ack.body.prefix(8).elementsEqual(body)
        else { throw OwnPeer.Failure.wrong("a Heartbeat was not acknowledged as it was sent") }
        compared += 1
        events.clock.compare(
            OwnFrame.number(ack.body, 8, 8).times(1000), of: "the ack of a Heartbeat",
            notBefore: start / 1000 * 1000, notAfter: MonotonicClock.now())
    }
}
