/// Which of the system calls of a pair's lives are chosen for a kill: pure, and the same for the
/// same counts.
public enum KillSelection {
    /// One part of one stub's life, and how many system calls it has.
    public struct Stretch: Hashable, Sendable {
        /// Which stub.
        public var subject: SubjectRole
        /// Which part of its life.
        public var phase: KillPhase
        /// How many system calls were counted.
        public var calls: Int

        /// Describes a stretch.
        public init(_ subject: SubjectRole, _ phase: KillPhase, calls: Int) {
            self.subject = subject
            self.phase = phase
            self.calls = calls
        }
    }

    /// Returns at most so many points, the same number for every stretch as far as it has that
    /// many, evenly over each; every second one is after its call.
    ///
    /// - Parameter budget: The most points; nil takes every call.
    public static func points(_ stretches: [Stretch], budget: Int?) -> [KillPoint] {
        let counts = stretches.map(\.calls)
        let quotas = budget.map { Self.quotas(counts, budget: $0) } ?? counts
        return zip(stretches, quotas).flatMap { stretch, quota in
            (0..<quota).map { index in
                KillPoint(
                    stretch.subject, stretch.phase, 1 + index * stretch.calls / quota,
                    index.isMultiple(of: 2) ? .entry : .exit)
            }
        }
    }

    /// Returns shares of a budget: equal ones, and what the small leave goes to the large.
    static func quotas(_ counts: [Int], budget: Int) -> [Int] {
        var quotas = counts.map { _ in 0 }
        var left = min(max(0, budget), counts.reduce(0, +))
        while left > 0 {
            let open = counts.indices.filter { quotas[$0] < counts[$0] }
            let share = max(1, left / max(1, open.count))
            for index in open where left > 0 {
                let more = min(share, counts[index] - quotas[index], left)
                quotas[index] += more
                left -= more
            }
        }
        return quotas
    }
}
