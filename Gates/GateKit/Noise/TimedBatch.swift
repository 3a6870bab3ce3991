/// Consecutive measured samples of one metric and the time in which they were taken.
public struct TimedBatch: Hashable, Sendable {
    /// From when to when, in nanoseconds of the monotonic clock; nil where it is not known, and
    /// then nothing excuses the samples.
    public var span: TimeSpan?
    /// The samples in the order in which they were taken.
    public var values: [Double]

    /// Creates a batch.
    public init(span: TimeSpan?, values: [Double]) {
        self.span = span
        self.values = values
    }
}

/// A stretch of the monotonic clock, in nanoseconds.
public struct TimeSpan: Codable, Hashable, Sendable {
    /// Where it begins.
    public var start: UInt64
    /// Where it ends; before `start` only where a clock jumped.
    public var end: UInt64

    /// Creates a span.
    public init(start: UInt64, end: UInt64) {
        self.start = start
        self.end = end
    }

    /// How long it is, in nanoseconds; 0 where the clock went backwards.
    var length: UInt64 { end > start ? end - start : 0 }

    /// Whether the two have a moment in common.
    func overlaps(_ window: HostWindow) -> Bool { start < window.end && window.start <= end }
}
