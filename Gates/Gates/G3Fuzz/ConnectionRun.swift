internal import GateFuzz
internal import GateHost
internal import GateKit
internal import WeldWire

/// What came of one connection of a script.
struct ConnectionOutcome {
    /// How it ended, seen from the stub's process.
    enum Ending: Equatable {
        /// The stub closed it and reported what passed.
        case closed
        /// The stub did not answer in time; it is of no use any more.
        case hung
        /// The stub's process ended.
        case died(ProcessStatus)
    }

    /// What should have come of it.
    var expectation: Expectation
    /// How it ended.
    var ending = Ending.closed
    /// What came of it, as a script would say it.
    var observed = ""
    /// Frames that one side sent and the other did not get, or the other way round.
    var unaccounted: UInt64 = 0
    /// Replies that were wrong.
    var wrongReplies = 0
    /// The longest time that the stub let us wait, in nanoseconds.
    var longestWait: UInt64 = 0
    /// The wait at whose end the stub was given up.
    var wait = TimeSpan(start: 0, end: 0)
    /// Valid frames that were sent.
    var sent = FrameCounts()
    /// Frames that the stub sent.
    var received = FrameCounts()

    /// Whether it came out as it should in every way.
    var isRight: Bool {
        if expectation == .exits, case .died(.exited) = ending { return true }
        return ending == .closed && observed == expectation.word && unaccounted == 0
            && wrongReplies == 0
    }
}

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
            guard run.outcome.ending == .closed else { break }
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
        while case .bytes = socket.receive() {}
        do throws(WireError) {
            while let frame = try socket.next() { peer.take(frame, from: socket) }
        } catch {
            outcome.wrongReplies += 1
        }
        let answers = peer.takeAnswers()
        if socket.hasEndedSending { return }
        for answer in answers {
            answered[answer.type] += 1
            push(answer.bytes, [])
        }
    }

    /// Gives up on the stub.
    private mutating func fail(_ what: String) {
        let status = subject.status
        outcome.ending = status == .running ? .hung : .died(status)
        outcome.observed = what
        outcome.wait = .since(stepBegan)
    }

    // MARK: - Writing

    private mutating func send(_ frame: FuzzFrame) {
        let before = oracle.accepted[frame.type.rawValue] ?? 0
        oracle.take(frame.bytes, frame.writing)
        let isValid = (oracle.accepted[frame.type.rawValue] ?? 0) > before && frame.number == nil
        if isValid { peer.ask(frame.type, sequence: frame.sequence, body: frame.body) }
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
            let ack = ProtocolHelloAck(accepted: true)
            push(FrameEncoder.encode(ack, sequence: peer.hello?.sequence ?? 1), [])
        } else {
            let hello = ProtocolHello(engineVersion: "fuzz", buildHash: "fuzz", capabilities: [])
            push(FrameEncoder.encode(hello, sequence: 1), [])
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
        while !socket.isOver, case .bytes = socket.receive() {}
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
        outcome.wrongReplies += peer.wrongReplies + report.wrongReplies
        // Counted once everything that the stub sent has come, and so by no clock.
        if outcome.expectation == .served, peer.outstanding > 0 { outcome.wrongReplies += 1 }
        var sent = answered
        for type in MessageType.allCases { sent[type] += oracle.accepted[type.rawValue] ?? 0 }
        outcome.sent = sent
        outcome.received = peer.received
        guard outcome.observed == outcome.expectation.word, outcome.expectation != .gone else {
            return
        }
        outcome.unaccounted = sent.distance(to: report.received)
        if outcome.expectation == .served {
            outcome.unaccounted += peer.received.distance(to: report.sent)
        }
    }
}
