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
