internal import GateFuzz
internal import GateHost
internal import GateKit
internal import GateWire

/// Plays one connection of a script against a live stub.
struct ConnectionRun: ~Copyable {
    private let subject: FuzzSubject
    private var socket: FuzzSocket
    private var peer: FuzzPeer
    private var oracle: WireOracle
    private var outcome: ConnectionOutcome
    private var pending: [UInt8] = []
    private var reads = true
    private var answered = FrameCounts()
    private var stepBegan = MonotonicClock.now()
    private var texts: TextLedger
    private var helloTexts: (engine: [UInt8], build: [UInt8])?
    /// Whether nothing of the script is left to do.
    private var isOver = false
    private var isAnswering = false

    /// Reads of 64 KiB that are taken one after the other.
    private static let reads = 64
    /// Requests that may wait for their answers: more than any part's window.
    private static let mostAnswers = 300_000

    /// How many requests an editor makes of every new runtime.
    static let firstRound = 4
    /// How long a stub may keep a connection open that it had to close, before it is closed for
    /// it: so that a wrong "accepted" is told from a hang.
    private static let closingTime: Duration = .milliseconds(300)

    /// Plays the steps of one connection, from its `connect` to its `expect`.
    ///
    /// - Parameter look: Called right after the handshake.
    static func play(
        _ steps: ArraySlice<FuzzStep>, on subject: FuzzSubject, onceGreeted look: () -> Void = {}
    ) -> ConnectionOutcome {
        guard case .expect(let expectation) = steps.last else {
            preconditionFailure("a connection ends with what is expected")
        }
        let start = MonotonicClock.now()
        guard let socket = subject.connect() else {
            var outcome = ConnectionOutcome(expectation: expectation)
            outcome.longestWait = MonotonicClock.now() - start
            let status = subject.status
            outcome.ending = status == .running ? .hung : .died(status)
            outcome.observed = "no connection"
            outcome.wait = .since(start)
            return outcome
        }
        var run = ConnectionRun(subject, socket, expectation)
        run.note(since: start)
        for step in steps {
            if run.isOver { break }
            run.perform(step)
            if step == .greet { look() }
        }
        return run.outcome
    }

    private init(
        _ subject: FuzzSubject, _ socket: consuming FuzzSocket, _ expectation: Expectation
    ) {
        self.subject = subject
        self.socket = socket
        peer = FuzzPeer(role: subject.role.peer)
        oracle = WireOracle(receiver: subject.role, takesHandover: subject.role == .runtime)
        outcome = ConnectionOutcome(expectation: expectation)
        texts = TextLedger(connection: subject.connections)
    }

    private mutating func perform(_ step: FuzzStep) {
        stepBegan = MonotonicClock.now()
        switch step {
        case .connect: break
        case .greet: greet()
        case .frame(let frame): send(frame)
        case .bytes(let bytes, let writing): write(bytes, writing)
        case .pause(let microseconds):
            flush()
            let end = Deadline.after(.microseconds(Int(microseconds)))
            pump(until: end) { _ in false }
        case .stopReading:
            flush()
            reads = false
        case .resume: reads = true
        case .halfClose:
            flush()
            socket.halfClose()
        case .reset:
            flush()
            closeNow()
        case .expect: conclude()
        }
    }

    // MARK: - Waiting

    private mutating func note(since start: UInt64) {
        outcome.longestWait = max(outcome.longestWait, MonotonicClock.now() - start)
    }

    /// Reads and answers until something is so; false when the deadline passed, or the process
    /// ended, first.
    @discardableResult
    private mutating func pump(
        until deadline: Deadline, _ isDone: (borrowing ConnectionRun) -> Bool
    ) -> Bool {
        while !isDone(self) {
            if deadline.hasPassed { return false }
            let wanted: Int32? = reads && !socket.isOver ? socket.descriptor : nil
            let found = subject.wait(deadline, wanted, for: .readable)
            if !found.isEmpty { read() }
            if found.isEmpty, subject.status != .running {
                subject.events.drain()
                return isDone(self)
            }
        }
        return true
    }

    private mutating func read() {
        takeFrames()
        // What is read while an answer is written is answered after it, and not within.
        if isAnswering { return }
        isAnswering = true
        defer { isAnswering = false }
        while !isOver, !socket.hasEndedSending {
            let answers = peer.takeAnswers()
            if answers.isEmpty { return }
            for answer in answers where !isOver {
                answered[answer.type] += 1
                push(answer.bytes, [])
            }
        }
        _ = peer.takeAnswers()
    }

    /// Takes what has come, of a flood a part.
    private mutating func takeFrames() {
        let wasReadable = socket.fault == nil
        for _ in 0..<Self.reads {
            while let frame = socket.next() { take(frame) }
            guard peer.answers.count <= Self.mostAnswers else {
                return fail("asked for more than it reads")
            }
            guard socket.receive() == .bytes else { break }
        }
        while let frame = socket.next() { take(frame) }
        if wasReadable, let fault = socket.fault { peer.note(fault) }
    }

    private mutating func take(_ frame: ReceivedFrame) {
        peer.take(frame, from: socket)
        if frame.type == .protocolHello {
            helloTexts = (socket.reader.bytes(4, 32), socket.reader.bytes(36, 16))
        }
    }

    /// Ends the script: what it asked for was waited for and did not come.
    ///
    /// A stub that closed, or sent what is no frame, was not waited for: that is no hang, and the
    /// connection came to another end than the oracle's.
    private mutating func fail(_ what: String) {
        isOver = true
        outcome.observed = what
        outcome.wait = .since(stepBegan)
        noteFaults()
        if socket.isOver, subject.status == .running {
            socket.abandon()
            pump(until: .after(FuzzSubject.patience)) { $0.isReported }
            if let report = subject.report {
                let errors = report.errors.isEmpty ? ["no error"] : report.errors
                outcome.observed = "\(what): \(errors.joined(separator: ", "))"
                return
            }
        }
        let status = subject.status
        outcome.ending = status == .running ? .hung : .died(status)
    }

    /// Takes over what the stub sent otherwise than the page says.
    private mutating func noteFaults() {
        outcome.malformed = peer.faults.count
        outcome.wrongReplies = peer.wrongReplies
        outcome.details = [peer.faults.first, peer.firstWrong].compactMap { $0 }
    }

    // MARK: - Writing

    private mutating func send(_ frame: FuzzFrame) {
        let before = oracle.accepted[frame.type.rawValue] ?? 0
        oracle.take(frame.bytes, frame.writing)
        let isValid = (oracle.accepted[frame.type.rawValue] ?? 0) > before && frame.number == nil
        if isValid {
            peer.ask(frame.type, sequence: frame.sequence, body: frame.body)
            if frame.type == .logMessage { texts.log(frame.body) }
        }
        if case .refused(let version) = oracle.verdict { peer.foreignVersion = version }
        put(frame.bytes, frame.writing)
    }

    private mutating func write(_ bytes: [UInt8], _ writing: FuzzFrame.Writing) {
        oracle.take(bytes, writing)
        put(bytes, writing)
    }

    /// Writes bytes in their pieces; the last one waits if it is joined to what comes.
    private mutating func put(_ bytes: [UInt8], _ writing: FuzzFrame.Writing) {
        var rest = bytes[...]
        var handles = writing.handles
        if handles > 0 { flush() }
        for size in writing.chunks where rest.count > size {
            pending += rest.prefix(size)
            rest = rest.dropFirst(size)
            flush(handles: handles)
            handles = 0
            if writing.pause > 0 {
                let end = Deadline.after(.microseconds(Int(writing.pause)))
                pump(until: end) { _ in false }
            }
        }
        pending += rest
        if !writing.isJoined || handles > 0 { flush(handles: handles) }
    }

    private mutating func flush(handles: Int = 0) {
        guard !pending.isEmpty else { return }
        let bytes = pending
        pending.removeAll(keepingCapacity: true)
        // Any descriptor will do: the stub has to close it.
        push(bytes, Array(repeating: subject.events.descriptor, count: handles))
    }

    private mutating func push(_ bytes: [UInt8], _ handles: [Int32]) {
        var rest = bytes[...]
        var handles = handles
        let deadline = Deadline.after(FuzzSubject.patience)
        while !rest.isEmpty {
            if let count = socket.send(rest, handles: handles) {
                rest = rest.dropFirst(count)
                handles = []
            } else if deadline.hasPassed {
                return fail("took nothing")
            } else {
                subject.wait(deadline, socket.descriptor, for: [.readable, .writable])
                if reads { read() }
            }
        }
    }

    // MARK: - Steps

    private mutating func greet() {
        let start = MonotonicClock.now()
        if subject.role == .runtime {
            guard waitFor({ $0.peer.hello != nil }) else { return fail("no Hello") }
            let answer = RawFrame(
                type: .protocolHelloAck, body: texts.makeAnswer(), sequence: peer.hello ?? 1)
            push(answer.bytes, [])
        } else {
            let hello = RawFrame(type: .protocolHello, body: texts.makeHello(), sequence: 1)
            peer.ask(.protocolHello, sequence: 1, body: hello.body)
            push(hello.bytes, [])
            let isGreeted = waitFor {
                $0.peer.isGreeted && $0.answered.sum >= Self.firstRound
            }
            guard isGreeted else { return fail("no handshake") }
        }
        oracle.greeted()
        note(since: start)
    }

    private mutating func waitFor(_ isDone: (borrowing ConnectionRun) -> Bool) -> Bool {
        pump(until: .after(FuzzSubject.patience)) { isDone($0) || $0.socket.isOver }
            && isDone(self)
    }

    private mutating func closeNow() {
        // What the stub sent is not read: it sees a reset.
        socket.abandon()
    }

    private mutating func conclude() {
        flush()
        reads = true
        let start = MonotonicClock.now()
        if outcome.expectation == .served {
            // Every request is answered before the end is said.
            _ = waitFor { $0.peer.outstanding == 0 }
            socket.halfClose()
        }
        let isError = if case .error = outcome.expectation { true } else { false }
        let mustClose = isError || outcome.expectation == .refused
        if mustClose {
            pump(until: .after(Self.closingTime)) { $0.isReported || $0.socket.isOver }
            if !isReported, !socket.isOver { socket.halfClose() }
        }
        pump(until: .after(FuzzSubject.patience)) { $0.isReported }
        note(since: start)
        if outcome.expectation == .exits {
            _ = subject.waitForEnd(within: FuzzSubject.patience)
            return fail("nothing")
        }
        guard let report = subject.report else { return fail("nothing") }
        // What is left in the socket was sent before the close.
        read()
        judge(report)
    }

    private var isReported: Bool { subject.report != nil }

    private mutating func judge(_ report: FuzzEvents.Report) {
        outcome.observed =
            if let error = report.errors.first {
                report.errors.count == 1 ? error : report.errors.joined(separator: ", ")
            } else if report.wasRefused {
                "refused"
            } else {
                outcome.expectation == .served ? "served" : "ended"
            }
        if outcome.expectation == .gone, report.errors.allSatisfy({ $0.hasPrefix("truncated") }) {
            outcome.observed = outcome.expectation.word
        }
        noteFaults()
        outcome.wrongReplies &+= report.wrongReplies
        // Counted once everything that the stub sent has come, and so by no clock.
        if outcome.expectation == .served, peer.outstanding > 0 {
            outcome.wrongReplies += 1
            outcome.details.append("\(peer.outstanding) requests were not answered")
        }
        if outcome.expectation == .refused, peer.received[.protocolHelloAck] != 1 {
            outcome.wrongReplies += 1
            outcome.details.append("the refusal did not come on the wire")
        }
        var sent = answered
        for type in MessageType.allCases { sent[type] += oracle.accepted[type.rawValue] ?? 0 }
        compareTexts(report)
        outcome.sent = sent
        outcome.received = peer.received
        guard outcome.observed == outcome.expectation.word, outcome.expectation != .gone else {
            return
        }
        outcome.unaccounted = sent.distance(to: report.received)
        if outcome.expectation == .served {
            outcome.unaccounted = outcome.unaccounted.plus(
                peer.received.distance(to: report.sent))
        }
    }

    private mutating func compareTexts(_ report: FuzzEvents.Report) {
        if let helloTexts {
            texts.compareSent("engine", helloTexts.engine, means: report.hello?.engine)
            texts.compareSent("build", helloTexts.build, means: report.hello?.build)
        }
        // What a reset overtook was not read.
        if outcome.observed == outcome.expectation.word, outcome.expectation != .gone {
            texts.compareRead(report)
        }
        outcome.wrongTexts = UInt64(texts.faults.count)
        outcome.details += texts.faults.prefix(1)
    }
}
