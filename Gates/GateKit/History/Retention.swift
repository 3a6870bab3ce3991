/// A run as retention sees it.
public struct RetainedRun: Hashable, Sendable {
    /// Its number.
    public var run: Int64
    /// When it began, in milliseconds since 1970, UTC.
    public var startedAt: Int64
    /// The system that it ran on.
    public var platform: PlatformID
    /// The kind of host.
    public var hostClass: String
    /// What its gates came to.
    public var verdicts: [Verdict]

    /// Creates a run.
    public init(
        run: Int64, startedAt: Int64, platform: PlatformID, hostClass: String, verdicts: [Verdict]
    ) {
        self.run = run
        self.startedAt = startedAt
        self.platform = platform
        self.hostClass = hostClass
        self.verdicts = verdicts
    }
}

/// Which runs are kept; what any rule keeps is kept (report.md#retention).
public enum RetentionRule: Hashable, Sendable {
    /// The newest so many runs of each platform and kind of host.
    case last(Int)
    /// Runs that began in the last so many days.
    case days(Int)
    /// Runs with a gate that came to one of these.
    case verdicts(Set<Verdict>)

    /// The most runs or days that a rule names.
    public static let most = 1_000_000

    /// Reads `last=20`, `days=90` or `verdicts=no-go,blind`; nil for anything else.
    public init?(parsing text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let number = Int(parts[1]).flatMap { (0...Self.most).contains($0) ? $0 : nil }
        switch (parts[0], number) {
        case ("last", let number?): self = .last(number)
        case ("days", let number?): self = .days(number)
        case ("verdicts", _):
            let words = parts[1].split(separator: ",", omittingEmptySubsequences: false)
            let verdicts = words.compactMap { Verdict(rawValue: $0.uppercased()) }
            guard verdicts.count == words.count else { return nil }
            self = .verdicts(Set(verdicts))
        default: return nil
        }
    }

    /// Returns the runs that a rule keeps.
    ///
    /// - Parameter now: in milliseconds since 1970, UTC.
    public func kept(of runs: [RetainedRun], now: Int64) -> Set<Int64> {
        switch self {
        case .last(let count):
            let groups = Dictionary(grouping: runs) { "\($0.platform.rawValue) \($0.hostClass)" }
            return Set(
                groups.values.flatMap { group in
                    group.sorted { ($0.startedAt, $0.run) > ($1.startedAt, $1.run) }
                        .prefix(count).map(\.run)
                })
        case .days(let days):
            let (first, isOutside) = now.subtractingReportingOverflow(Int64(days) * 86_400_000)
            return Set(runs.filter { isOutside || $0.startedAt >= first }.map(\.run))
        case .verdicts(let verdicts):
            return Set(runs.filter { !verdicts.isDisjoint(with: $0.verdicts) }.map(\.run))
        }
    }
}
