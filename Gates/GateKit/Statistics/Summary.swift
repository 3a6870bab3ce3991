/// Samples in rising order, sorted once and asked many times.
public struct SortedSamples: Sendable {
    /// The samples, smallest first.
    public let values: [Double]

    /// Sorts the samples.
    public init(_ samples: [Double]) {
        values = samples.sorted()
    }

    /// How many samples there are.
    public var count: Int { values.count }

    /// Returns the sample of the given rank, counted from 1.
    public func sample(rank: Int) -> Double { values[rank - 1] }

    /// Returns how many samples are smaller than a value.
    public func count(below value: Double) -> Int {
        var low = 0
        var high = values.count
        while low < high {
            let middle = low + (high - low) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Returns the `p` quantile by nearest rank, or nil without samples.
    public func quantile(_ p: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let rank = Int(clamping: (p * Double(count)).rounded(.up))
        return sample(rank: min(max(rank, 1), count))
    }

    /// Returns the sample that bounds the true `p` quantile from above, or nil for too few.
    public func upperBound(_ p: Double, confidence: Double) -> Double? {
        OrderStatistics.upperRank(count: count, p: p, confidence: confidence).map(sample(rank:))
    }

    /// Returns the sample that bounds the true `p` quantile from below, or nil for too few.
    public func lowerBound(_ p: Double, confidence: Double) -> Double? {
        OrderStatistics.lowerRank(count: count, p: p, confidence: confidence).map(sample(rank:))
    }
}

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
