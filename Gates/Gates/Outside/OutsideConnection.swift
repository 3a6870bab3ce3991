internal import GateFuzz
internal import GateHost
internal import GateKit
internal import GateWire

/// One connection of a script against a runtime of its own that reports nothing.
///
/// What it must report it must at least act upon: it closes what is wrong, and ends by itself.
struct OutsideConnection: ~Copyable {
    private var socket: FuzzSocket
    private var peer = FuzzPeer(role: .editor, isOutside: true)
    private var oracle = WireOracle(receiver: .runtime, takesHandover: false)
    private var outcome: ConnectionOutcome
    private let runtime: OutsideRuntime

    /// How long a runtime may keep a connection open that it has to close.
    private static let closingTime: Duration = .milliseconds(500)

    /// Plays the steps, from a runtime's start to its end.
    static func play(
        _ steps: [FuzzStep], _ plan: AttemptPlan, _ recorder: Recorder
    ) throws -> ConnectionOutcome {
        guard case .expect(let expectation) = steps.last else {
            preconditionFailure("a connection ends with what is expected")
        }
        let start = MonotonicClock.now()
        let runtime = try OutsideRuntime(plan, recorder)
        defer { runtime.kill() }
        var outcome = ConnectionOutcome(expectation: expectation)
        guard let socket = try runtime.accept() else {
            let status = try runtime.wait(within: .zero)
            outcome.ending = status == .running ? .hung : .died(status)
            outcome.observed = "no connection"
            outcome.wait = .since(start)
            return outcome
        }
        var connection = OutsideConnection(socket, runtime, outcome)
        for step in steps { connection.perform(step) }
        return try connection.conclude()
    }

    private init(
        _ socket: consuming FuzzSocket, _ runtime: OutsideRuntime, _ outcome: ConnectionOutcome
    ) {
        self.socket = socket
        self.runtime = runtime
        self.outcome = outcome
    }

    private mutating func perform(_ step: FuzzStep) {
        switch step {
        case .greet:
            pump(within: OutsideRuntime.patience) { $0.peer.hello != nil }
            let answer = RawFrame(
                type: .protocolHelloAck, body: MessageType.protocolHelloAck.body((0, [1])),
                sequence: peer.hello ?? 1)
            send(answer.bytes)
            oracle.greeted()
            outcome.sent[.protocolHelloAck] += 1
        case .frame(let frame):
            let before = oracle.accepted[frame.type.rawValue] ?? 0
            oracle.receive(frame.bytes)
            if oracle.accepted[frame.type.rawValue] ?? 0 > before, frame.number == nil {
                peer.ask(frame.type, sequence: frame.sequence, body: frame.body)
                outcome.sent[frame.type] += 1
            }
            send(frame.bytes, in: frame.writing.chunks)
        case .bytes(let bytes, _): send(bytes)
        case .pause(let microseconds):
            pump(within: .microseconds(Int(microseconds))) { _ in false }
        case .halfClose: socket.halfClose()
        case .reset: socket.abandon()
        case .connect, .stopReading, .resume, .expect: break
        }
    }

    private mutating func send(_ bytes: [UInt8], in chunks: [Int] = []) {
        var rest = bytes[...]
        for size in chunks + [bytes.count] where !rest.isEmpty {
            var piece = rest.prefix(size)
            rest = rest.dropFirst(piece.count)
            let deadline = Deadline.after(OutsideRuntime.patience)
            while !piece.isEmpty, !deadline.hasPassed {
                if let count = socket.send(piece) {
                    piece = piece.dropFirst(count)
                } else {
                    pump(within: .milliseconds(5)) { _ in false }
                }
            }
        }
    }

    /// Reads until something is so, the stream ends or the time is over; returns whether it is so.
    @discardableResult
    private mutating func pump(
        within limit: Duration, _ isDone: (borrowing OutsideConnection) -> Bool
    ) -> Bool {
        let deadline = Deadline.after(limit)
        while !isDone(self) {
            while let frame = socket.next() { take(frame) }
            if isDone(self) { return true }
            if socket.isOver || deadline.hasPassed { return false }
            if socket.receive() == .nothing {
                _ = try? Poll.wait(socket.descriptor, for: .readable, until: deadline)
            }
        }
        return true
    }

    private mutating func take(_ frame: ReceivedFrame) {
        outcome.received[frame.type] += 1
        peer.take(frame, from: socket)
    }

    /// Looks what became of the connection, and of the process.
    private consuming func conclude() throws -> ConnectionOutcome {
        let start = MonotonicClock.now()
        let expectation = outcome.expectation
        var isOpen = false
        switch expectation {
        case .served:
            pump(within: OutsideRuntime.patience) { $0.peer.outstanding == 0 }
            outcome.unaccounted = UInt64(peer.outstanding)
            socket.halfClose()
        case .error(let error) where !error.isTruncation:
            pump(within: Self.closingTime) { $0.socket.isOver }
            isOpen = !socket.isOver
            if isOpen { socket.halfClose() }
        default: break
        }
        pump(within: OutsideRuntime.patience) { $0.socket.isOver }
        if let fault = socket.fault { peer.note(fault) }
        outcome.malformed = peer.faults.count
        outcome.wrongReplies = peer.wrongReplies
        outcome.details = [peer.faults.first, peer.firstWrong].compactMap { $0 }
        let status = try runtime.wait(within: OutsideRuntime.patience)
        outcome.longestWait = MonotonicClock.now() - start
        outcome.wait = .since(start)
        switch status {
        case .running: outcome.ending = .hung
        case .signalled: outcome.ending = .died(status)
        case .exited(let code):
            // Whom its peer leaves ends well, and whom a peer wrongs says so by its code.
            let endsWell = code == 0
            outcome.observed =
                switch expectation {
                case .error(let error) where error.isTruncation: expectation.word
                case .error: isOpen ? "accepted" : endsWell ? "ended with 0" : expectation.word
                case .gone: expectation.word
                default: endsWell ? expectation.word : "ended with \(code)"
                }
        }
        return outcome
    }
}

extension WireError {
    /// Whether it is the peer's death and not its crime (wire-protocol.md#check-1).
    fileprivate var isTruncation: Bool { self == .truncatedHeader || self == .truncatedPayload }
}

/// A runtime that was started as the milestone's: with a region by its name, and without events.
final class OutsideRuntime {
    /// How long anything may take that takes a fraction of it.
    static let patience: Duration = .seconds(5)

    private let region: NamedRegion
    private let path: String
    private let listener: OwnedDescriptor
    private var process: SubjectProcess

    init(_ plan: AttemptPlan, _ recorder: Recorder) throws {
        region = try NamedRegion()
        path = "\(plan.scratchDirectory)/outside.sock"
        try? RegularFile.remove(path)
        listener = try StreamSocket.listen(at: path)
        let log = try UnreadLog.make(in: plan.scratchDirectory)
        process = try SubjectProcess(
            .runtime, plan: plan,
            arguments: ["--socket", path, "--editor-pid", String(ProcessEnvironment.pid)]
                + region.arguments,
            eventsDescriptor: nil, logDescriptor: log.rawValue, recorder: recorder)
    }

    deinit { try? RegularFile.remove(path) }

    /// Waits for its connection; nil where it ended first, or has not come in time.
    func accept() throws -> FuzzSocket? {
        let deadline = Deadline.after(Self.patience)
        while !deadline.hasPassed {
            if let socket = try StreamSocket.accept(from: listener.rawValue) {
                return FuzzSocket(adopting: socket)
            }
            var entries = [
                PollEntry(listener.rawValue, for: .readable),
                PollEntry(process.endDescriptor, for: .readable),
            ]
            _ = try Poll.wait(&entries, until: deadline)
            if entries[0].found.isEmpty, !entries[1].found.isEmpty { return nil }
        }
        return nil
    }

    /// Waits for its end.
    func wait(within limit: Duration) throws -> ProcessStatus {
        try process.wait(until: .after(limit))
    }

    /// Ends it, if it still runs.
    func kill() {
        process.signal(Signals.kill)
        _ = try? process.wait(until: .after(Self.patience))
    }
}

/// What a pair that is judged from outside says of itself: nobody reads it, and it must stop nobody
/// however much it is.
enum UnreadLog {
    /// Makes a file that is gone with the last process that holds it.
    static func make(in directory: String) throws(SystemError) -> OwnedDescriptor {
        let path = "\(directory)/outside.log"
        let file = try RegularFile.create(path)
        try RegularFile.remove(path)
        return file
    }
}
