import GRDB
public import GateKit

extension GateStore {
    /// Returns what happened in an attempt and when.
    public func course(attempt id: Int64) throws(StoreError) -> AttemptCourse {
        try read("read the course of the attempt") { database in
            AttemptCourse(
                record: try attemptRow(id, database).record(database),
                events: try EventRow.all(database, "attempt_id", id).map(\.event),
                measured: try database.measured(attempt: id),
                contaminated: try database.contaminated(attempt: id),
                watched: try database.watchedSpan(attempt: id),
                violations: try ViolationRow.all(database, "attempt_id", id).map(\.violation))
        }
    }
}

extension Database {
    /// Returns each batch of measured samples with the first of them.
    fileprivate func measured(attempt: Int64) throws -> [AttemptCourse.Measured] {
        try SeriesRow.measured(of: attempt, in: self).flatMap { series in
            try Row.fetchAll(
                self,
                sql: """
                    SELECT first_index, sample_count, start_ns, end_ns, value
                    FROM sample_batch JOIN sample ON sample.series_id = sample_batch.series_id
                        AND sample_index = first_index
                    WHERE sample_batch.series_id = ? ORDER BY first_index
                    """, arguments: [series.id]
            ).map { row in
                AttemptCourse.Measured(
                    metric: series.metric, unit: series.unit,
                    index: try row.decode(forColumn: "first_index"),
                    count: try row.decode(forColumn: "sample_count"),
                    value: try row.decode(forColumn: "value"), span: try row.span())
            }
        }.sorted { ($0.span.start, $0.metric, $0.index) < ($1.span.start, $1.metric, $1.index) }
    }

    fileprivate func contaminated(attempt: Int64) throws -> [AttemptCourse.Contaminated] {
        try Row.fetchAll(
            self,
            sql: """
                SELECT start_ns, end_ns, guilty FROM host_window
                WHERE attempt_id = ? AND guilty IS NOT NULL ORDER BY position
                """, arguments: [attempt]
        ).map { row in
            AttemptCourse.Contaminated(
                span: try row.span(), source: try row.decode(forColumn: "guilty"))
        }
    }

    fileprivate func watchedSpan(attempt: Int64) throws -> TimeSpan? {
        try Row.fetchOne(
            self,
            sql: """
                SELECT min(start_ns) AS start_ns, max(end_ns) AS end_ns FROM host_window
                WHERE attempt_id = ? HAVING count(*) > 0
                """, arguments: [attempt]
        ).map { try $0.span() }
    }
}

extension Row {
    fileprivate func span() throws -> TimeSpan {
        TimeSpan(
            start: UInt64(stored: try decode(forColumn: "start_ns")),
            end: UInt64(stored: try decode(forColumn: "end_ns")))
    }
}
