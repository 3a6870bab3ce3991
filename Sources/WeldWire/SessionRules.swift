/// Judges which frame is legal when: checks 9 and 10 of wire-protocol.md#frame, for one connection.
///
/// Pure: the connection tells it what it sent and what arrived. Where two threads send and
/// receive, the connection guards it, and `sent` comes before the bytes are on their way.
public struct SessionRules: Sendable {
    /// Most descriptors that one frame can carry; the kernel's limit.
    public static let maximumHandles = 253

    private let role: Role
    private let handlesLab: Bool
    private let acceptsHandoff: Bool
    private var isOpen = false
    private var sawHello = false
    private var sawHandoff = false
    /// The requests that await their reply, by the reply's type.
    private var outstanding = MessageTable(repeating: OutstandingRequests())
    /// The catalogue's rules, kept here because a global costs a look at its once-token.
    private let catalogue = MessageCatalogue.rules

    /// Makes the rules of a new connection.
    ///
    /// - Parameters:
    ///   - role: Which side we are.
    ///   - handlesLab: Whether an Echo may carry up to 253 descriptors (`--handles-lab`).
    ///   - acceptsHandoff: Whether our Hello asked for ShmRegionsHandoff.
    public init(role: Role, handlesLab: Bool = false, acceptsHandoff: Bool = false) {
        self.role = role
        self.handlesLab = handlesLab
        self.acceptsHandoff = acceptsHandoff
    }

    /// Opens the connection for everything but the handshake.
    public mutating func handshakeDone() {
        isOpen = true
    }

    /// Remembers a frame that we send, if it awaits a reply.
    public mutating func sent(_ type: MessageType, sequence: UInt32) {
        guard let reply = catalogue[type].reply else { return }
        outstanding[reply].append(sequence)
    }

    /// How many requests await a reply of this type.
    public func awaiting(_ reply: MessageType) -> Int { outstanding[reply].count }

    /// Admits a frame that arrived with a number of descriptors, or says what is wrong with it.
    ///
    /// A ShmRegionsHandoff with descriptors needs `admitHandoff` after it, when its body is read.
    public mutating func admit(_ header: FrameHeader, handles: Int) throws(WireError) {
        guard try isExpected(header) else { throw .unexpectedMessage }
        let isLegal =
            if catalogue[header.type].pattern == .handover {
                handles > 0
            } else if header.type == .echo, handlesLab {
                handles <= Self.maximumHandles
            } else {
                handles == 0
            }
        guard isLegal else { throw .unexpectedHandles }
    }

    /// Admits the number of descriptors of a ShmRegionsHandoff.
    ///
    /// It must equal the region count. A count outside 1 to 8 is bad contents, which end the
    /// runtime with a code of its own and are not judged here.
    public func admitHandoff(regionCount: UInt32, handles: Int) throws(WireError) {
        guard handles > 0 else { throw .unexpectedHandles }
        guard ShmRegionsHandoff.legalCounts.contains(regionCount) else { return }
        guard handles == Int(regionCount) else { throw .unexpectedHandles }
    }

    /// Check 9: direction, state, and a reply's request.
    private mutating func isExpected(_ header: FrameHeader) throws(WireError) -> Bool {
        let rule = catalogue[header.type]
        guard rule.sender == role.peer else { return false }
        switch rule.pattern {
        case .first:
            guard !isOpen, !sawHello else { return false }
            sawHello = true
            return true
        case .reply(let request):
            guard isOpen != (catalogue[request].pattern == .first) else { return false }
            return outstanding[header.type].remove(header.sequence)
        case .request, .event:
            return isOpen
        case .handover:
            guard isOpen, acceptsHandoff, !sawHandoff else { return false }
            sawHandoff = true
            return true
        }
    }
}

/// The numbers of one kind of request that still await their reply, in the order they were sent.
///
/// A reply in order costs constant time on average; one out of order is looked for.
struct OutstandingRequests: Equatable, Sendable {
    private var numbers: [UInt32] = []
    private var first = 0

    /// How many requests await their reply.
    var count: Int { numbers.count - first }

    /// Remembers a request.
    mutating func append(_ number: UInt32) {
        numbers.append(number)
    }

    /// Forgets the oldest request with a number; false when there is none.
    mutating func remove(_ number: UInt32) -> Bool {
        guard first < numbers.count else { return false }
        if numbers[first] == number {
            first += 1
        } else if let index = numbers[first...].firstIndex(of: number) {
            numbers.remove(at: index)
        } else {
            return false
        }
        if first == numbers.count {
            numbers.removeAll(keepingCapacity: true)
            first = 0
        } else if first >= 64, first * 2 >= numbers.count {
            numbers.removeFirst(first)
            first = 0
        }
        return true
    }
}
