/// What appeared and what disappeared between two looks, named.
public struct LedgerDifference: Hashable, Sendable {
    /// What is there now and was not, once for each time.
    public private(set) var appeared: [String] = []
    /// What was there and is no more, once for each time.
    public private(set) var disappeared: [String] = []

    /// Creates the empty difference.
    public init() {}

    /// Whether nothing changed.
    public var isEmpty: Bool { appeared.isEmpty && disappeared.isEmpty }

    /// The whole difference in one sentence; long lists are cut and counted.
    public var sentence: String {
        switch (appeared.isEmpty, disappeared.isEmpty) {
        case (true, true): "nothing changed"
        case (false, true): "appeared: \(Self.list(appeared))"
        case (true, false): "disappeared: \(Self.list(disappeared))"
        case (false, false):
            "appeared: \(Self.list(appeared)); disappeared: \(Self.list(disappeared))"
        }
    }

    /// Adds the difference of two collections, each compared as a multiset.
    public mutating func compare(_ before: [String], _ after: [String], as noun: String = "") {
        var counts: [String: Int] = [:]
        for item in after { counts[item, default: 0] += 1 }
        for item in before { counts[item, default: 0] -= 1 }
        for (item, count) in counts.sorted(by: { $0.key < $1.key }) where count != 0 {
            let name = noun.isEmpty ? item : "\(noun) \(item)"
            if count > 0 {
                appeared += Array(repeating: name, count: count)
            } else {
                disappeared += Array(repeating: name, count: -count)
            }
        }
    }

    private static func list(_ items: [String]) -> String {
        let shown = items.prefix(8).joined(separator: ", ")
        return items.count > 8 ? "\(shown) and \(items.count - 8) more" : shown
    }
}
