/// What happened in an attempt and when, by the monotonic clock: what a timeline is drawn from
/// (report.md#trace).
public struct AttemptCourse: Sendable {
    /// A sample and the time that it was taken in, or several of one batch.
    public struct Measured: Hashable, Sendable {
        /// The series.
        public var metric: String
        /// The unit of the value.
        public var unit: MeasurementUnit
        /// The number of the first sample in its series.
        public var index: Int64
        /// How many samples share the span.
        public var count: Int
        /// The first of them.
        public var value: Double
        /// When they were taken.
        public var span: TimeSpan

        /// Creates it.
        public init(
            metric: String, unit: MeasurementUnit, index: Int64, count: Int, value: Double,
            span: TimeSpan
        ) {
            self.metric = metric
            self.unit = unit
            self.index = index
            self.count = count
            self.value = value
            self.span = span
        }
    }

    /// A stretch that the host took a part of.
    public struct Contaminated: Hashable, Sendable {
        /// When.
        public var span: TimeSpan
        /// What took it, such as `steal`.
        public var source: String

        /// Creates it.
        public init(span: TimeSpan, source: String) {
            self.span = span
            self.source = source
        }
    }

    /// The attempt.
    public var record: AttemptRecord
    /// What the processes reported, in the order in which it arrived.
    public var events: [StubEvent]
    /// What was measured, in batches.
    public var measured: [Measured]
    /// When the host was guilty.
    public var contaminated: [Contaminated]
    /// When the judge began and ceased to look at the machine; nil where it did not.
    public var watched: TimeSpan?
    /// What must not have been.
    public var violations: [Violation]

    /// Creates it.
    public init(
        record: AttemptRecord, events: [StubEvent], measured: [Measured],
        contaminated: [Contaminated], watched: TimeSpan?, violations: [Violation]
    ) {
        self.record = record
        self.events = events
        self.measured = measured
        self.contaminated = contaminated
        self.watched = watched
        self.violations = violations
    }
}
