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
        case modified(Bool)
    }

    private var expected: [UInt32: Expectation] = [:]
    private var lastEntity: UInt64?
    private var turn = 0
    private var random: PayloadGenerator
    /// Replies that were as they must be.
    private(set) var checked: UInt64 = 0

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
            case .modify(let change): .modified(change.entity != Self.unknownEntity)
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
        case (.modified(let reply), .modified(let succeeds)):
            return (reply.success != 0) == succeeds
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
