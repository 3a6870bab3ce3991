/// A fault deliberately switched on in a stub, so that a gate can show that it would see it.
///
/// A sabotaged stub says so in its Hello's build hash and by an event, so that what was measured
/// on it can never be mistaken for a real figure (contract.md#sabotages). What a fault does stands
/// in its row of ``SabotageEntry/table``.
public struct Sabotage: Hashable, Sendable {
    /// Which fault.
    public let name: SabotageName
    /// Its time in nanoseconds; 0 for a fault without one.
    public let nanoseconds: UInt64
    /// It happens once in so many; 0 for a fault that does not say so.
    public let every: UInt64

    /// Creates a fault; its row in the table says whether it takes a time and a number.
    public init(_ name: SabotageName, nanoseconds: UInt64 = 0, every: UInt64 = 0) {
        self.name = name
        self.nanoseconds = nanoseconds
        self.every = every
    }

    /// Its row in the table.
    public var entry: SabotageEntry { SabotageEntry.of(name) }

    /// How long `two-slot-adversary` stalls.
    public static let copyStallNanoseconds: UInt64 = 40_000_000
    /// Of how many copies it stalls one.
    public static let copyStallEvery: UInt64 = 5

    /// Which replies `echo-corrupt` and `echo-wrong-seq` spoil: 100 warm-up rounds stay clean, and
    /// 1000 rounds after them certainly meet several.
    public static let spoiledEvery: UInt64 = 250
}

/// The faults that are switched on in a stub; none in a healthy one.
public struct Sabotages: Hashable, Sendable {
    /// In the order in which they were switched on; one a name.
    public private(set) var all: [Sabotage] = []

    /// Creates a set; of two of one name the later one counts.
    public init(_ all: [Sabotage] = []) {
        for sabotage in all { switchOn(sabotage) }
    }

    /// Whether nothing is wrong on purpose.
    public var isEmpty: Bool { all.isEmpty }

    /// Returns a fault that is switched on.
    public subscript(_ name: SabotageName) -> Sabotage? { all.first { $0.name == name } }

    /// Whether a fault is switched on.
    public func has(_ name: SabotageName) -> Bool { self[name] != nil }

    /// Adds a fault, in the place of another of its name.
    public mutating func switchOn(_ sabotage: Sabotage) {
        all.removeAll { $0.name == sabotage.name }
        all.append(sabotage)
    }
}

/// A row of the table of sabotages (contract.md#sabotages): what a fault is called, who has it,
/// what it breaks, and which check must see it.
public struct SabotageEntry: Sendable {
    /// What stands after `=`.
    enum Value: Sendable {
        case none
        case time
        case timeEvery
    }

    /// The name.
    public let name: SabotageName
    /// Who has the fault.
    public let subjects: [ProcessRole]
    /// What is no longer true with it.
    public let breaks: String
    /// The check that is violated by it.
    public let seenBy: String
    /// Whether nothing shows the fault where there is no window.
    public let needsWindow: Bool
    let value: Value

    init(
        _ name: SabotageName, _ value: Value = .none, of subjects: ProcessRole..., breaks: String,
        seenBy: String, needsWindow: Bool = false
    ) {
        self.name = name
        self.value = value
        self.subjects = subjects
        self.breaks = breaks
        self.seenBy = seenBy
        self.needsWindow = needsWindow
    }

    /// How it is written on a command line, such as `echo-delay=TIME`.
    public var form: String {
        switch value {
        case .none: name.rawValue
        case .time: "\(name.rawValue)=TIME"
        case .timeEvery: "\(name.rawValue)=TIME/N"
        }
    }

    /// Returns the row of a name.
    static func of(_ name: SabotageName) -> SabotageEntry {
        guard let entry = table.first(where: { $0.name == name }) else {
            preconditionFailure("the table of sabotages has no row for \(name.rawValue)")
        }
        return entry
    }

    /// Returns the rows of a process, in the table's order.
    public static func known(to role: ProcessRole) -> [SabotageEntry] {
        table.filter { $0.subjects.contains(role) }
    }
}
