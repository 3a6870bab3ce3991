import GRDB
public import GateKit

extension GateStore {
    /// Returns what is stored of an attempt: the only thing that its verdict is computed from.
    ///
    /// Warm-up samples are left out. An attempt without an ending was interrupted. A metric whose
    /// samples came in two units is a fault of its gate.
    public func evidence(attempt id: Int64) throws(StoreError) -> AttemptEvidence {
        try evidence(attempt: id, from: StoredSamples())
    }

    /// Returns the same from samples that may have been read already.
    func evidence(
        attempt id: Int64, from stored: StoredSamples
    ) throws(StoreError) -> AttemptEvidence {
        try read("read the evidence") { database in
            let attempt = try attemptRow(id, database)
            var faults = try FaultRow.all(database, "attempt_id", id).map(\.fault)
            var measured: SeriesByMetric = [:]
            var batches: [String: [TimedBatch]] = [:]
            for series in try SeriesRow.measured(of: id, in: database) {
                if measured[series.metric] != nil {
                    faults.append(
                        HarnessFault(.harness, "samples of \(series.metric) came in two units"))
                }
                let samples = try stored.of(series: series.id, in: database)
                measured[series.metric] = SortedSamples(samples.values)
                batches[series.metric] = try database.timed(samples, series: series.id)
            }
            return AttemptEvidence(
                series: measured, ending: try attempt.howItEnded ?? .interrupted,
                reachedItsEnd: attempt.reachedItsEnd,
                violations: try ViolationRow.all(database, "attempt_id", id).map(\.violation),
                faults: faults, batches: batches, windows: try database.hostWindows(attempt: id),
                pulses: try database.hostPulses(attempt: id))
        }
    }

    /// Returns how many measured samples of each metric the run's real attempts hold together: the
    /// lengths that a rule compares with the contract's.
    public func sampleCounts(run: Int64) throws(StoreError) -> [String: Int] {
        try read("count the samples") { try $0.sampleCounts(run: run) }
    }

    /// Returns the events of an attempt in the order in which they arrived.
    public func events(attempt: Int64) throws(StoreError) -> [StubEvent] {
        try read("read the events") { database in
            try EventRow.all(database, "attempt_id", attempt).map(\.event)
        }
    }

    /// Returns the artefacts of an attempt as names and paths.
    public func artefacts(attempt: Int64) throws(StoreError) -> [(name: String, path: String)] {
        try read("read the artefacts") { database in
            try ArtefactRow.all(database, "attempt_id", attempt).map { ($0.name, $0.path) }
        }
    }
}

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

extension Database {
    /// Counts the measured samples of a run's real attempts.
    ///
    /// - Parameter metrics: Those that are counted; nil for all.
    func sampleCounts(run: Int64, of metrics: [String]? = nil) throws -> [String: Int] {
        let marks = metrics.map { databaseQuestionMarks(count: $0.count) }
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT series.metric, count(*) AS samples
                FROM attempt
                JOIN series ON series.attempt_id = attempt.id AND series.warmup = 0
                JOIN sample ON sample.series_id = series.id
                WHERE attempt.run_id = ? AND attempt.control IS NULL
                    \(marks.map { "AND series.metric IN (\($0))" } ?? "")
                GROUP BY series.metric
                """, arguments: [run] + StatementArguments(metrics ?? []))
        // Names that SQLite tells apart can be one for Swift: an accent is spelled in two ways.
        return Dictionary(
            try rows.map {
                (
                    try $0.decode(String.self, forColumn: "metric"),
                    try $0.decode(Int.self, forColumn: "samples")
                )
            }, uniquingKeysWith: +)
    }
}
