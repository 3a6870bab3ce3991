/// What came of the calls that were made to fail in one run of `weld-gates faultmap`.
public struct FaultMap: Codable, Hashable, Sendable {
    /// What came of each, in the order in which they were made.
    public var results: [FaultPointResult]
    /// Calls that were seen and that the table of errors does not know: nothing was tried of them.
    public var unknownCalls: [String]

    /// Collects results.
    public init(results: [FaultPointResult] = [], unknownCalls: [String] = []) {
        self.results = results
        self.unknownCalls = unknownCalls
    }

    /// What the command ends with: a deviation is a NO-GO; a map of nothing shows nothing.
    public var exitCode: RunExitCode {
        if count(.deviated) > 0 { return .noGo }
        return count(.missed) == results.count ? .inconclusive : .go
    }

    /// How many had an outcome.
    public func count(_ outcome: FaultOutcome) -> Int { results.count { $0.outcome == outcome } }

    /// All failures of one program's call with one error.
    public struct Row: Hashable, Sendable {
        /// Whose.
        public var subject: FaultSubject
        /// Which call.
        public var call: String
        /// Which error.
        public var error: String
        /// How many of each outcome.
        public var outcomes: [FaultOutcome: Int]
        /// How programs ended that did not end in order, each way once.
        public var ends: [String]
    }

    /// What came of them by program, call and error, in the order of their names.
    public var rows: [Row] {
        func name(_ point: FaultPoint) -> [String] {
            [point.subject.rawValue, point.call, point.error]
        }
        let groups = Dictionary(grouping: results) { name($0.point) }
        return groups.values.sorted {
            name($0[0].point).lexicographicallyPrecedes(name($1[0].point))
        }
        .map { mine in
            Row(
                subject: mine[0].point.subject, call: mine[0].point.call,
                error: mine[0].point.error,
                outcomes: Dictionary(mine.map { ($0.outcome, 1) }, uniquingKeysWith: +),
                ends: Set(mine.flatMap(\.ends)).sorted())
        }
    }
}

/// Which of the calls of a pair's lives fail: pure, and the same for the same counts.
public enum FaultSelection {
    /// Calls of one name, of a stub in one part of its life.
    public struct Calls: Hashable, Sendable {
        /// Whose.
        public var subject: FaultSubject
        /// Which part of its life.
        public var phase: KillPhase?
        /// The calls' name.
        public var call: String
        /// How many there were.
        public var count: Int
        /// The errors that each can return.
        public var errors: [String]

        /// Describes calls.
        public init(
            _ subject: FaultSubject, _ phase: KillPhase?, _ call: String, count: Int,
            errors: [String]
        ) {
            self.subject = subject
            self.phase = phase
            self.call = call
            self.count = count
            self.errors = errors
        }
    }

    /// Returns the first, third and last call of each kind with each of its errors, or at most so
    /// many of these, evenly over all.
    ///
    /// - Parameter budget: The most points; nil takes all.
    public static func points(_ calls: [Calls], budget: Int?) -> [FaultPoint] {
        let all = calls.flatMap { kind in
            kind.errors.flatMap { error in
                turns(kind.count).map {
                    FaultPoint(kind.subject, kind.phase, kind.call, error, $0)
                }
            }
        }
        guard let budget, budget < all.count else { return all }
        return (0..<max(0, budget)).map { all[$0 * all.count / budget] }
    }

    private static func turns(_ count: Int) -> [FaultPoint.Turn] {
        switch count {
        case ...0: []
        case 1: [.first]
        case 2: [.first, .last]
        case 3: [.first, .third]
        default: [.first, .third, .last]
        }
    }
}
