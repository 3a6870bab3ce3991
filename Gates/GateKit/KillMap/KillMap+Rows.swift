extension KillMap {
    /// The kills of one stub in one part of its life, counted.
    public struct Row: Hashable, Sendable {
        /// Which stub.
        public var subject: SubjectRole
        /// Which part of its life.
        public var phase: KillPhase
        /// How many kills there were.
        public var points: Int
        /// How many of each outcome.
        public var outcomes: [KillOutcome: Int]
        /// How many left something behind.
        public var left: Int
        /// The longest time to the other side's recovery or end, in nanoseconds.
        public var longest: UInt64?
    }

    /// What came of the kills, by stub and phase, those without any left out.
    public var rows: [Row] {
        SubjectRole.allCases.flatMap { subject in
            KillPhase.allCases.compactMap { phase in
                let mine = results.filter { $0.point.subject == subject && $0.point.phase == phase }
                guard !mine.isEmpty else { return nil }
                return Row(
                    subject: subject, phase: phase, points: mine.count,
                    outcomes: Dictionary(mine.map { ($0.outcome, 1) }, uniquingKeysWith: +),
                    left: mine.count { !$0.left.isEmpty },
                    longest: mine.compactMap(\.nanoseconds).max())
            }
        }
    }

    /// How many kills had an outcome.
    public func count(_ outcome: KillOutcome) -> Int { results.count { $0.outcome == outcome } }

    /// What is to be looked at by name: everything that is not as documented, then the slowest.
    ///
    /// - Parameter slowest: How many of those that are as documented.
    public func worst(slowest: Int = 5) -> [KillPointResult] {
        let bad =
            results.filter { $0.outcome == .deviated } + results.filter { $0.outcome == .late }
        let good = results.filter { ![.deviated, .late, .missed].contains($0.outcome) }
        let slow = good.enumerated().sorted { left, right in
            (right.element.nanoseconds ?? 0, left.offset)
                < (left.element.nanoseconds ?? 0, right.offset)
        }
        return bad + slow.prefix(slowest).map(\.element)
    }
}
