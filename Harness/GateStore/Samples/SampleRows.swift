import GRDB
import GateKit

/// Inserts the samples of one batch of messages.
struct SampleRows {
    private let database: Database
    private let attempt: Int64
    private var series: [SeriesKey: Int64] = [:]
    private var nextIndex: [String: Int64] = [:]

    private struct SeriesKey: Hashable {
        var metric: String
        var unit: MeasurementUnit
        var warmup: Bool
    }

    init(_ database: Database, attempt: Int64) {
        self.database = database
        self.attempt = attempt
    }

    /// Inserts a batch; returns the fault to store when a value of it cannot be stored.
    ///
    /// SQLite has no NaN. Its place in the series stays empty and the attempt becomes ERROR, so
    /// that nothing is dropped silently (gates.md#rule-10).
    mutating func insert(_ batch: SampleBatch) throws -> HarnessFault? {
        let id = try seriesID(of: batch)
        let first = try nextIndex[batch.metric] ?? storedCount(of: batch.metric)
        nextIndex[batch.metric] = first + Int64(batch.values.count)
        try database.insertSamples(batch.values, series: id, firstIndex: first)
        if let span = batch.span, !batch.values.isEmpty {
            try database.cachedStatement(
                sql: "INSERT INTO sample_batch VALUES (?, ?, ?, ?, ?, 0)"
            ).execute(
                arguments: [id, first, batch.values.count, span.start.stored, span.end.stored])
        }
        guard let bad = batch.values.firstIndex(where: \.isNaN) else { return nil }
        return HarnessFault(
            .harness, "sample \(first + Int64(bad)) of \(batch.metric) is not a number")
    }

    private mutating func seriesID(of batch: SampleBatch) throws -> Int64 {
        let key = SeriesKey(metric: batch.metric, unit: batch.unit, warmup: batch.warmup)
        if let known = series[key] { return known }
        let values: StatementArguments = [attempt, key.metric, key.unit.rawValue, key.warmup]
        try database.cachedStatement(
            sql: """
                INSERT INTO series (attempt_id, metric, unit, warmup) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: values)
        let select = try database.cachedStatement(
            sql: """
                SELECT id FROM series
                WHERE attempt_id = ? AND metric = ? AND unit = ? AND warmup = ?
                """)
        guard let id = try Int64.fetchOne(select, arguments: values) else {
            throw UnreadableValue("series", key.metric)
        }
        series[key] = id
        return id
    }

    /// Returns the index that follows the metric's stored samples, warm-up among them.
    private func storedCount(of metric: String) throws -> Int64 {
        let select = try database.cachedStatement(
            sql: """
                SELECT max(coalesce((
                    SELECT max(sample_index) + 1 FROM sample WHERE series_id = series.id
                ), 0)) FROM series WHERE attempt_id = ? AND metric = ?
                """)
        return try Int64.fetchOne(select, arguments: [attempt, metric]) ?? 0
    }
}
