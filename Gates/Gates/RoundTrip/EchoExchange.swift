internal import GateKit
internal import WeldPlatform
internal import WeldTransport
internal import WeldWire

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
    /// No reply came; the connection may be gone.
    case lost(TransportError)
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
            let deadline = Deadline.after(Self.patience)
            let number = try connection.send(Echo(payload: payload), until: deadline)
            while true {
                let received = try receiver.next(until: deadline)
                if received.type == .logMessage { continue }
                let now = MonotonicClock.now()
                guard received.type == .echoReply, received.sequence == number else {
                    return .outOfOrder
                }
                let reply = receiver.body(as: EchoReply.self)
                return reply == EchoReply(payload: payload) ? .reply(at: now) : .wrong(at: now)
            }
        } catch {
            if case .wire(.unexpectedMessage) = error { return .outOfOrder }
            return .lost(error)
        }
    }
}
