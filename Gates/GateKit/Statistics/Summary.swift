/// The figures that a report's table shows of one series, all in the series' unit.
public struct Summary: Codable, Hashable, Sendable {
    /// How many samples.
    public var count: Int
    /// The smallest sample.
    public var minimum: Double
    /// The median, by nearest rank.
    public var p50: Double
    /// The 95th percentile, by nearest rank.
    public var p95: Double
    /// The 99th percentile, by nearest rank.
    public var p99: Double
    /// The 99.9th percentile, by nearest rank.
    public var p999: Double
    /// The largest sample.
    public var maximum: Double
    /// The arithmetic mean.
    public var mean: Double
    /// The sample standard deviation; 0 for a single sample.
    public var standardDeviation: Double

    /// Summarises the samples, or returns nil where there are none.
    public init?(_ samples: SortedSamples) {
        guard let first = samples.values.first, let last = samples.values.last,
            let p50 = samples.quantile(0.5), let p95 = samples.quantile(0.95),
            let p99 = samples.quantile(0.99), let p999 = samples.quantile(0.999)
        else { return nil }
        count = samples.count
        minimum = first
        maximum = last
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
        self.p999 = p999
        let mean = samples.values.reduce(0, +) / Double(samples.count)
        let squares = samples.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        standardDeviation =
            samples.count > 1 ? (squares / Double(samples.count - 1)).squareRoot() : 0
    }
}
