internal import GateWire

/// Replies that a runtime of the judge's keeps back for a while and then sends newest first: whoever
/// awaits replies knows them by type and number, in whatever order they come
/// (wire-protocol.md#sequence-numbers).
///
/// Pure: it says which replies wait and when they leave; sending is somebody else's.
struct LateReplies {
    /// A reply that waits.
    struct Reply: Equatable {
        /// The message.
        let type: MessageType
        /// The number of its request.
        let sequence: UInt32
        /// The whole body.
        let body: [UInt8]
    }

    /// How many wait before they leave; none are kept back where it is 0.
    private let most: Int
    private var waiting: [Reply] = []
    private var passed = 0
    private var isKeeping = false
    private var since: UInt64 = 0

    /// How long a reply waits at most, in nanoseconds: who asks seldom must not wait for its own next
    /// question.
    static let patience: UInt64 = 100_000_000

    /// - Parameter most: How many wait before they leave.
    init(most: Int) { self.most = most }

    /// How many replies wait.
    var count: Int { waiting.count }

    /// Whether the next reply is to be kept back: of four batches one is.
    mutating func keepsNext() -> Bool {
        guard most > 0 else { return false }
        if !isKeeping {
            passed += 1
            isKeeping = passed > 3 * most
        }
        return isKeeping
    }

    /// Keeps a reply back.
    mutating func keep(_ reply: Reply, at now: UInt64) {
        if waiting.isEmpty { since = now }
        waiting.append(reply)
    }

    /// Returns what is to be sent now, newest first: all that waits, once it is enough or has waited
    /// long enough.
    mutating func due(at now: UInt64) -> [Reply] {
        guard !waiting.isEmpty, waiting.count >= most || now >= since + Self.patience else {
            return []
        }
        return takeAll()
    }

    /// Returns all that waits, newest first.
    mutating func takeAll() -> [Reply] {
        defer {
            waiting.removeAll(keepingCapacity: true)
            passed = 0
            isKeeping = false
        }
        return waiting.reversed()
    }
}
