import GRDB

/// The samples of one attempt, each series read from the store when it is first asked for.
///
/// Whoever compares digests and verdicts of an attempt reads its millions of samples once, and
/// judges the very numbers that it digested.
final class StoredSamples {
    /// The samples of a series with their indexes, in the order in which they were taken.
    typealias Indexed = (indexes: [Int64], values: [Double])

    private var known: [Int64: Indexed] = [:]

    /// Returns the samples of a series.
    func of(series id: Int64, in database: Database) throws -> Indexed {
        if let samples = known[id] { return samples }
        let samples = try database.indexedSamples(series: id)
        known[id] = samples
        return samples
    }
}
