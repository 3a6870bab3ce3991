import WeldWire

/// Requests that were sent and what their replies must be, byte for byte.
///
/// Pure: it makes the requests and judges the replies; sending is somebody else's.
struct RequestRound: Sendable {
    /// A request and what must come back.
    enum Request: Sendable {
        case echo(Echo)
        case spawn(SpawnEntity)
        case modify(ModifyComponent)
    }

    private enum Expectation {
        case echo(Echo)
        case newEntity
        /// Without an answer the wire page leaves it open.
        case modified(Bool?)
    }

    private var expected: [UInt32: Expectation] = [:]
    private var lastEntity: UInt64?
    private var turn = 0
    private var random: PayloadGenerator
    /// Replies that were as they must be.
    private(set) var checked: UInt64 = 0
    /// Whether the runtime has said that it knows its entities: of no other the answer about one that
    /// never was is judged (wire-protocol.md#left-open).
    var knowsEntities = true
    /// The first answer that was left open.
    private(set) var openAnswer: Bool?

    /// An entity number that no counter reaches.
    static let unknownEntity = UInt64.max

    /// Begins with the payloads of a generator.
    init(payloads: PayloadGenerator = PayloadGenerator()) {
        random = payloads
    }

    /// How many requests await their replies.
    var outstanding: Int { expected.count }

    /// Returns the next request: Echo, SpawnEntity, ModifyComponent of a known and of an unknown
    /// entity, and so on.
    mutating func next() -> Request {
        defer { turn += 1 }
        switch turn % 4 {
        case 0: return .echo(Echo(payload: randomBytes()))
        case 1:
            var request = SpawnEntity()
            request.archetypeHint = UInt32(truncatingIfNeeded: turn)
            return .spawn(request)
        case 2: return .modify(change(of: lastEntity ?? Self.unknownEntity))
        default: return .modify(change(of: Self.unknownEntity))
        }
    }

    /// Remembers a request under the number that it was sent with.
    mutating func sent(_ request: Request, sequence: UInt32) {
        expected[sequence] =
            switch request {
            case .echo(let echo): .echo(echo)
            case .spawn: .newEntity
            case .modify(let change) where change.entity != Self.unknownEntity: .modified(true)
            case .modify: .modified(knowsEntities ? false : nil)
            }
    }

    /// Judges a reply; false when it is not what was asked for.
    mutating func accepts(_ reply: Reply, sequence: UInt32) -> Bool {
        guard let expectation = expected.removeValue(forKey: sequence) else { return false }
        guard isRight(reply, expectation) else { return false }
        checked += 1
        return true
    }

    private mutating func isRight(_ reply: Reply, _ expectation: Expectation) -> Bool {
        switch (reply, expectation) {
        case (.echo(let reply), .echo(let request)):
            return reply == EchoReply(payload: request.payload)
        case (.created(let reply), .newEntity):
            // A counter of the stub (wire-protocol.md#messages): each is new if it is the greatest.
            let isNew = lastEntity.map { $0 < reply.entity } ?? true
            lastEntity = reply.entity
            return reply.entity != Self.unknownEntity && isNew
        case (.modified(let reply), .modified(let succeeds?)):
            return (reply.success != 0) == succeeds
        case (.modified(let reply), .modified(nil)):
            openAnswer = openAnswer ?? (reply.success != 0)
            return true
        default:
            return false
        }
    }

    private mutating func change(of entity: UInt64) -> ModifyComponent {
        ModifyComponent(
            entity: entity, componentType: UInt32(truncatingIfNeeded: turn), fieldOffset: 0,
            newValue: randomBytes())
    }

    private mutating func randomBytes<let count: Int>() -> InlineArray<count, UInt8> {
        var bytes = InlineArray<count, UInt8>(repeating: 0)
        var word: UInt64 = 0
        for index in bytes.indices {
            if index % 8 == 0 { word = random.next() }
            bytes[index] = UInt8(truncatingIfNeeded: word)
            word >>= 8
        }
        return bytes
    }
}

/// Random payloads without a system call each (SplitMix64): the same seed gives the same bytes on
/// every platform (gates.md#rule-4).
struct PayloadGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the sequence of a seed, or one that nobody can repeat.
    init(seed: UInt64 = .random(in: 0...UInt64.max)) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Says how many requests are due: `--requests N/s` on absolute deadlines.
struct RequestPacer: Equatable, Sendable {
    private let origin: UInt64
    private let perSecond: UInt64
    private var sent: UInt64 = 0

    /// Most requests that are made up for at once after a delay.
    static let burst: UInt64 = 64

    init(perSecond: UInt32, start: UInt64) {
        origin = start
        self.perSecond = UInt64(perSecond)
    }

    /// When the next request is due.
    var due: UInt64 {
        let rest = sent % perSecond
        return origin + sent / perSecond * 1_000_000_000 + rest * 1_000_000_000 / perSecond
    }

    /// Takes the requests that are due now; what exceeds the burst is left out for good.
    mutating func take(now: UInt64) -> Int {
        var count: UInt64 = 0
        while due <= now, count < Self.burst {
            sent += 1
            count += 1
        }
        if due <= now {
            let elapsed = now - origin
            let rest = elapsed % 1_000_000_000
            sent = elapsed / 1_000_000_000 * perSecond + rest * perSecond / 1_000_000_000 + 1
        }
        return Int(count)
    }
}
