/// Which deciding checks a control has turned red as its expected reason
/// (credibility.md#control-4).
public struct ControlCoverage: Hashable, Sendable {
    /// The deciding checks of a run's real attempts, in the order of their rules.
    public var checks: [String]
    /// Those that a control turned red in the run.
    public var inThisRun: Set<String>
    /// Those that a control turned red in any run of the same commit so far, this one included.
    public var inThisCommit: Set<String>
    /// How many runs of the commit there are so far.
    public var runs: Int

    /// Creates a coverage; whatever is no deciding check of the run does not count.
    public init(checks: [String], inThisRun: Set<String>, inThisCommit: Set<String>, runs: Int) {
        self.checks = checks
        self.inThisRun = inThisRun.intersection(checks)
        self.inThisCommit = inThisCommit.intersection(checks)
        self.runs = runs
    }

    /// The checks that no control has turned red in any of the runs.
    public var uncovered: [String] { checks.filter { !inThisCommit.contains($0) } }

    /// The coverage as the report says it.
    public var sentence: String {
        let own =
            "\(inThisRun.count) of \(checks.count) deciding checks were turned red by a control of "
            + "their own in this run"
        let all = runs > 1 ? ", \(inThisCommit.count) in the \(runs) runs of this commit" : ""
        let rest = uncovered.isEmpty ? "" : " Not yet: \(uncovered.joined(separator: ", "))."
        return "\(own)\(all).\(rest)"
    }
}

extension Rule {
    /// The checks that decide a verdict, in their order.
    public var decidingChecks: [Check] { checks.filter(\.tier.decides) }
}
