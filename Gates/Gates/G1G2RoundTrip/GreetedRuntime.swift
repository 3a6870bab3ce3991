internal import GateHost
internal import GateKit
internal import WeldContract
internal import WeldPlatform
internal import WeldTransport
internal import WeldWire

/// A real runtime that the attempt, in the editor's place, started and greeted.
struct GreetedRuntime: ~Copyable {
    /// The connection to it.
    var link: RuntimeLink

    private var process: SubjectProcess
    private let events: EventReader
    private let recorder: Recorder

    /// The runtime's process id.
    var pid: Int32 { process.pid }

    /// Starts a runtime, greets it and records how long start and handshake took.
    init(
        by editor: borrowing EditorSide, _ plan: AttemptPlan, events: EventReader,
        recorder: Recorder
    ) throws {
        let start = GateHost.MonotonicClock.now()
        events.clock.expect(.started, from: .runtime, notBefore: start)
        var process = try SubjectProcess(
            .runtime, plan: plan, arguments: editor.runtimeArguments,
            eventsDescriptor: plan.isOutside ? nil : events.writeEnd, recorder: recorder)
        let link: RuntimeLink
        do {
            link = try editor.admitRuntime(ending: process.endDescriptor)
        } catch {
            throw process.failure(before: "the end of its handshake", error, since: start)
        }
        let now = GateHost.MonotonicClock.now()
        recorder.samples(
            RoundTripMetric.start, [Double(link.helloReceivedAt - start)], unit: .nanoseconds,
            span: TimeSpan(start: start, end: link.helloReceivedAt))
        recorder.samples(
            RoundTripMetric.handshake, [Double(link.handshakeNanoseconds)], unit: .nanoseconds,
            span: TimeSpan(start: now - link.handshakeNanoseconds, end: now))
        self.events = events
        self.recorder = recorder
        self.process = process
        self.link = link
        events.clock.expect(.ack, from: .runtime, notBefore: self.link.consentedAt)
        // Read while it is fresh: a clock that is ahead shows only there.
        events.drain()
    }

    /// Asks the runtime to leave, and records how long that takes; anything but a clean exit is a
    /// violation.
    mutating func sendAway() throws {
        let start = GateHost.MonotonicClock.now()
        events.drain()
        events.clock.expect(.counts, from: .runtime, notBefore: start)
        let known = events.events.count
        do throws(TransportError) {
            try link.shutDown()
        } catch {
            throw process.failure(before: "the end of its Shutdown", error, since: start)
        }
        _ = events.wait(until: .after(.seconds(2)), after: known, named: .exiting)
        // Its end is seen before it is reaped: how long that takes is no time of the runtime's.
        _ = try GateHost.Poll.wait(
            process.endDescriptor, for: .readable, until: .after(.seconds(2)))
        let end = GateHost.MonotonicClock.now()
        try process.expectCleanExit(within: .seconds(2))
        recorder.samples(
            RoundTripMetric.end, [Double(end - start)], unit: .nanoseconds,
            span: TimeSpan(start: start, end: end))
    }

    /// Closes a connection that broke and lets the runtime end as it likes.
    mutating func abandon() throws(GateHost.SystemError) {
        link.connection.close()
        _ = try process.wait(until: .after(.seconds(2)))
    }
}

/// Random payloads, as the seed says.
struct EchoPayloads {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// Returns the next 64 random bytes.
    mutating func next() -> InlineArray<64, UInt8> {
        var payload = InlineArray<64, UInt8>(repeating: 0)
        for word in 0..<8 {
            let bits = random.next()
            for byte in 0..<8 {
                payload[word * 8 + byte] = UInt8(truncatingIfNeeded: bits >> (8 * byte))
            }
        }
        return payload
    }
}

/// What became of one request.
enum EchoOutcome {
    /// The right reply came at this moment of the monotonic clock.
    case reply(at: UInt64)
    /// A reply with a wrong byte came.
    case wrong(at: UInt64)
    /// A reply to another request came, or one to none; the connection is closed.
    case outOfOrder
    /// No reply came within the patience.
    case lost
    /// The connection is gone, which nobody asked for, and why.
    case broken(String)
}

extension RuntimeLink {
    /// How long a reply may take before the request counts as lost.
    private static let patience: Duration = .seconds(5)

    /// Sends one Echo and compares its reply whole: type, number, hash and every byte.
    ///
    /// The transport has checked type, hash and number by the time a frame is returned; what the
    /// runtime logs in between is passed over.
    mutating func echo(_ payload: InlineArray<64, UInt8>) -> EchoOutcome {
        do throws(TransportError) {
            // The engine's transport waits by the engine's clock; what is measured is by the judge's.
            let deadline = WeldPlatform.Deadline.after(Self.patience)
            let number = try connection.send(Echo(payload: payload), until: deadline)
            while true {
                let received = try receiver.next(until: deadline)
                if received.type == .logMessage { continue }
                let now = GateHost.MonotonicClock.now()
                guard received.type == .echoReply, received.sequence == number else {
                    return .outOfOrder
                }
                let reply = receiver.body(as: EchoReply.self)
                return reply == EchoReply(payload: payload) ? .reply(at: now) : .wrong(at: now)
            }
        } catch {
            if case .wire(.unexpectedMessage) = error { return .outOfOrder }
            switch error {
            case .timedOut, .stalled: return .lost
            default: return .broken("\(error)")
            }
        }
    }
}
