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
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM attempt WHERE id = ?", arguments: [id])
            else { throw notFound("attempt \(id)") }
            var faults = try database.texts(of: "fault", attempt: id).map { row in
                HarnessFault(try row.named("kind"), row["text"])
            }
            var measured: SeriesByMetric = [:]
            var batches: [String: [TimedBatch]] = [:]
            for series in try StoredSeries.measured(of: id, in: database) {
                if measured[series.metric] != nil {
                    faults.append(
                        HarnessFault(.harness, "samples of \(series.metric) came in two units"))
                }
                let samples = try stored.of(series: series.id, in: database)
                measured[series.metric] = SortedSamples(samples.values)
                batches[series.metric] = try database.timed(samples, series: series.id)
            }
            return AttemptEvidence(
                series: measured,
                ending: try EndingColumns.value(of: row) ?? .interrupted,
                reachedItsEnd: row["reached_its_end"],
                violations: try database.violations(attempt: id), faults: faults,
                batches: batches, windows: try database.hostWindows(attempt: id))
        }
    }

    /// Returns how many measured samples of each metric the run's real attempts hold together: the
    /// lengths that a rule compares with the contract's.
    public func sampleCounts(run: Int64) throws(StoreError) -> [String: Int] {
        try read("count the samples") { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT series.metric, count(*) AS samples
                    FROM attempt
                    JOIN series ON series.attempt_id = attempt.id AND series.warmup = 0
                    JOIN sample ON sample.series_id = series.id
                    WHERE attempt.run_id = ? AND attempt.control IS NULL
                    GROUP BY series.metric
                    """, arguments: [run])
            return Dictionary(
                uniqueKeysWithValues: rows.map { ($0["metric"] as String, $0["samples"] as Int) })
        }
    }

    /// Returns the events of an attempt in the order in which they arrived.
    public func events(attempt: Int64) throws(StoreError) -> [StubEvent] {
        try read("read the events") { database in
            try database.texts(of: "event", attempt: attempt).map { row in
                let pid: Int64 = row["pid"]
                return StubEvent(
                    number: UInt64(truncatingIfNeeded: row["number"] as Int64),
                    time: UInt64(truncatingIfNeeded: row["t_ns"] as Int64),
                    pid: Int32(truncatingIfNeeded: pid), role: row["role"], name: row["name"],
                    fields: row["fields"])
            }
        }
    }

    /// Returns the artefacts of an attempt as names and paths.
    public func artefacts(attempt: Int64) throws(StoreError) -> [(name: String, path: String)] {
        try read("read the artefacts") { database in
            try database.texts(of: "artefact", attempt: attempt)
                .map { ($0["name"] as String, $0["path"] as String) }
        }
    }
}

/// A series as its row names it.
struct StoredSeries {
    var id: Int64
    var metric: String
    var unit: MeasurementUnit

    /// Returns the series of an attempt by name, warm-up left out.
    static func measured(of attempt: Int64, in database: Database) throws -> [StoredSeries] {
        let select = try database.cachedStatement(
            sql: """
                SELECT id, metric, unit FROM series WHERE attempt_id = ? AND warmup = 0
                ORDER BY metric, unit
                """)
        return try Row.fetchAll(select, arguments: [attempt]).map {
            StoredSeries(id: $0["id"], metric: $0["metric"], unit: try $0.named("unit"))
        }
    }
}

extension Database {
    /// Returns the rows of one of an attempt's tables in the order in which they arrived.
    func texts(of table: String, attempt: Int64) throws -> [Row] {
        let select = try cachedStatement(
            sql: "SELECT * FROM \(table) WHERE attempt_id = ? ORDER BY position")
        return try Row.fetchAll(select, arguments: [attempt])
    }

    /// Returns the stored violations of an attempt.
    func violations(attempt: Int64) throws -> [Violation] {
        try texts(of: "violation", attempt: attempt).map { row in
            Violation(try row.named("kind"), row["text"])
        }
    }
}
