/// What one check came to, run after run, on hosts that can be compared (report.md#history).
public struct CheckHistory: Codable, Hashable, Sendable {
    /// What runs have to share for their figures to be one series: never mixed.
    public struct Group: Codable, Hashable, Sendable, Comparable {
        /// The system.
        public var platform: PlatformID
        /// The kind of host.
        public var hostClass: String
        /// The build configuration; empty where a run did not say.
        public var configuration: String
        /// How long the runs looked.
        public var profile: Profile

        /// Creates a group.
        public init(
            platform: PlatformID, hostClass: String, configuration: String, profile: Profile
        ) {
            self.platform = platform
            self.hostClass = hostClass
            self.configuration = configuration
            self.profile = profile
        }

        private var words: [String] {
            [platform.rawValue, hostClass, configuration, profile.rawValue]
        }

        /// All of it in words.
        public var description: String { words.filter { !$0.isEmpty }.joined(separator: " ") }

        /// Orders groups by their words.
        public static func < (left: Group, right: Group) -> Bool {
            left.words.lexicographicallyPrecedes(right.words)
        }
    }

    /// What one run came to: the worst of its replicates.
    public struct Point: Codable, Hashable, Sendable {
        /// The run's number.
        public var run: Int64
        /// When it began, in milliseconds since 1970, UTC.
        public var startedAt: Int64
        /// The commit that it judged; nil where it did not say.
        public var commit: String?
        /// The figure, in the check's unit.
        public var value: Double
        /// The verdict.
        public var verdict: Verdict

        /// Creates a point.
        public init(
            run: Int64, startedAt: Int64, commit: String?, value: Double, verdict: Verdict
        ) {
            self.run = run
            self.startedAt = startedAt
            self.commit = commit
            self.value = value
            self.verdict = verdict
        }
    }

    /// From when on the history counts anew, who said so, and why.
    public struct Reset: Codable, Hashable, Sendable {
        /// The check, or a gate for all of its checks.
        public var subject: String
        /// From when on, in milliseconds since 1970, UTC.
        public var at: Int64
        /// Who said so.
        public var who: String
        /// Why.
        public var why: String

        /// Creates a reset.
        public init(subject: String, at: Int64, who: String, why: String) {
            self.subject = subject
            self.at = at
            self.who = who
            self.why = why
        }
    }

    /// The gate.
    public var gate: GateID
    /// The check.
    public var check: String
    /// The unit of every figure.
    public var unit: MeasurementUnit
    /// How a figure has to stand to the threshold, and the threshold of the newest run; nil where
    /// only the headline of a gate is known.
    public var comparison: Comparison?
    /// See `comparison`.
    public var threshold: Double?
    /// Which runs.
    public var group: Group
    /// The newest reset; what is older is left out.
    public var reset: Reset?
    /// The runs since then, oldest first; never empty.
    public var points: [Point]
    /// Where the figures changed for good, as indexes into `points`.
    public var changes: [ChangePoint]

    /// Creates a history and looks for its changes.
    public init(
        gate: GateID, check: String, unit: MeasurementUnit, comparison: Comparison?,
        threshold: Double?, group: Group, reset: Reset?, points: [Point]
    ) {
        self.gate = gate
        self.check = check
        self.unit = unit
        self.comparison = comparison
        self.threshold = threshold
        self.group = group
        self.reset = reset
        self.points = points
        changes = ChangePoints.find(in: points.map(\.value))
    }
}
