import GRDB
import GateKit

/// The batches of a measured series as their rows name them.
struct StoredBatch {
    var series: Int64
    var firstIndex: Int64
    var sampleCount: Int64
    var span: TimeSpan
}

extension Database {
    /// Returns the host windows of an attempt in order.
    func hostWindows(attempt: Int64) throws -> [HostWindow] {
        try texts(of: "host_window", attempt: attempt).map { HostWindow(row: $0) }
    }

    /// Returns the timed batches of a series in the order in which they were taken.
    func batches(series: Int64) throws -> [StoredBatch] {
        let select = try cachedStatement(
            sql: "SELECT * FROM sample_batch WHERE series_id = ? ORDER BY first_index")
        return try Row.fetchAll(select, arguments: [series]).map { row in
            StoredBatch(
                series: series, firstIndex: row["first_index"], sampleCount: row["sample_count"],
                span: TimeSpan(row: row))
        }
    }

    /// Cuts the samples of a series into its timed batches; what is in none of them has no time.
    func timed(
        _ samples: (indexes: [Int64], values: [Double]), series: Int64
    ) throws -> [TimedBatch] {
        var batches: [TimedBatch] = []
        var position = 0
        func take(upTo index: Int64, _ span: TimeSpan?) {
            let first = position
            while position < samples.indexes.count, samples.indexes[position] < index {
                position += 1
            }
            guard position > first else { return }
            batches.append(TimedBatch(span: span, values: Array(samples.values[first..<position])))
        }
        for batch in try self.batches(series: series) {
            take(upTo: batch.firstIndex, nil)
            let end = batch.firstIndex.addingReportingOverflow(max(0, batch.sampleCount))
            take(upTo: end.overflow ? .max : end.partialValue, batch.span)
        }
        take(upTo: .max, nil)
        return batches
    }

    /// Stores which windows the host is guilty of and which batches that excuses.
    func markGuilt(_ court: NoiseCourt, attempt: Int64) throws {
        for (position, guilt) in court.guilt.enumerated() {
            guard let guilt else { continue }
            try execute(
                sql: "UPDATE host_window SET guilty = ? WHERE attempt_id = ? AND position = ?",
                arguments: [guilt.rawValue, attempt, position])
        }
        guard court.guilt.contains(where: { $0 != nil }) else { return }
        let series = try Int64.fetchAll(
            self, sql: "SELECT id FROM series WHERE attempt_id = ? AND warmup = 0",
            arguments: [attempt])
        for batch in try series.flatMap({ try batches(series: $0) })
        where court.excuses(batch.span) {
            try execute(
                sql: "UPDATE sample_batch SET excluded = 1 WHERE series_id = ? AND first_index = ?",
                arguments: [batch.series, batch.firstIndex])
        }
    }
}
