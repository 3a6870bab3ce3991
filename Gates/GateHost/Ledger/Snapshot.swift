/// What one process held at one moment, and what stood in the places it may leave things in.
public struct Snapshot: Sendable {
    /// The process that was looked at.
    public var process: ProcessEntry.Identity
    /// Its open descriptors.
    public var descriptors: [DescriptorEntry]
    /// Its shared and file-backed mappings.
    public var mappings: [MappingEntry]
    /// Its threads.
    public var threads: [ThreadEntry]
    /// Its descendants that still ran.
    public var descendants: [ProcessEntry]
    /// The names under `/dev/shm`.
    public var sharedMemoryNames: [String]
    /// What stood in the directories that were asked for.
    public var files: [FileEntry]

    /// Takes a snapshot, or returns nil where the process is gone.
    ///
    /// - Parameter directories: where files and sockets are looked for.
    public init?(of pid: Int32, directories: [String] = []) {
        guard let process = Ledger.process(pid), let descriptors = Ledger.descriptors(of: pid),
            let mappings = Ledger.mappings(of: pid), let threads = Ledger.threads(of: pid)
        else { return nil }
        self.process = process.identity
        self.descriptors = descriptors
        self.mappings = mappings
        self.threads = threads
        descendants = Ledger.descendants(of: pid).filter { !$0.hasEnded }
        sharedMemoryNames = Ledger.sharedMemoryNames()
        files = directories.flatMap { Ledger.files(under: $0) }
    }

    /// Returns what appeared and disappeared between an earlier snapshot and this one.
    ///
    /// Descriptors and mappings are compared by the objects they refer to and how often, threads
    /// by how many there are under each name: numbers and addresses may change freely.
    public func difference(since earlier: Snapshot, aspects: Aspects = .all) -> LedgerDifference {
        var difference = LedgerDifference()
        if aspects.contains(.descriptors) {
            difference.compare(
                earlier.descriptors.map(\.identity.description),
                descriptors.map(\.identity.description), as: "descriptor")
        }
        if aspects.contains(.mappings) {
            difference.compare(
                earlier.mappings.map(\.identity.description),
                mappings.map(\.identity.description))
        }
        if aspects.contains(.threads) {
            difference.compare(
                earlier.threads.map(\.name), threads.map(\.name), as: "thread")
        }
        if aspects.contains(.descendants) {
            difference.compare(
                earlier.descendants.map { "\($0.name) (\($0.pid), started \($0.startTicks))" },
                descendants.map { "\($0.name) (\($0.pid), started \($0.startTicks))" },
                as: "process")
        }
        if aspects.contains(.sharedMemory) {
            difference.compare(
                earlier.sharedMemoryNames, sharedMemoryNames, as: "shared memory")
        }
        if aspects.contains(.files) {
            difference.compare(
                earlier.files.map { "\($0.kind.rawValue) \($0.path)" },
                files.map { "\($0.kind.rawValue) \($0.path)" })
        }
        return difference
    }

    /// What a comparison looks at.
    public struct Aspects: OptionSet, Sendable {
        /// One bit an aspect.
        public let rawValue: UInt8
        /// Creates aspects from bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Open descriptors.
        public static let descriptors = Aspects(rawValue: 1)
        /// Shared and file-backed mappings.
        public static let mappings = Aspects(rawValue: 2)
        /// Threads.
        public static let threads = Aspects(rawValue: 4)
        /// Descendants.
        public static let descendants = Aspects(rawValue: 8)
        /// Names under `/dev/shm`.
        public static let sharedMemory = Aspects(rawValue: 16)
        /// Files of the directories that were asked for.
        public static let files = Aspects(rawValue: 32)
        /// Everything.
        public static let all = Aspects(rawValue: 63)
    }
}

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
