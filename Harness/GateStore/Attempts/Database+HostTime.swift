import GRDB
import GateKit

/// What the harness saw of the machine in a window.
///
/// Read by hand: ten come a second, which is too many for a way through `Codable`.
extension HostWindow {
    fileprivate init(row: Row) throws {
        func bits(_ column: String) throws -> UInt64 {
            UInt64(stored: try row.decode(forColumn: column))
        }
        self.init(
            start: try bits("start_ns"), end: try bits("end_ns"),
            wakeUpError: try bits("wake_up_error_ns"),
            subjectWakeUpError: try row.decode(
                Int64?.self, forColumn: "subject_wake_up_error_ns"
            ).map(UInt64.init(stored:)),
            foreign: try bits("foreign_ns"), own: try bits("own_ns"), idle: try bits("idle_ns"),
            steal: try bits("steal_ns"), pressure: try bits("pressure_ns"),
            involuntarySwitches: try bits("involuntary_switches"),
            processors: try row.decode(forColumn: "processors"),
            throttled: try bits("throttled_ns"))
    }
}

extension HostPulse {
    fileprivate init(row: Row) throws {
        func bits(_ column: String) throws -> UInt64 {
            UInt64(stored: try row.decode(forColumn: column))
        }
        self.init(
            processor: try row.decode(forColumn: "processor"), due: try bits("due_ns"),
            lateness: try bits("lateness_ns"), duration: try bits("duration_ns"))
    }
}

/// A timed batch of a series as its row names it.
private struct StoredBatch {
    var series: Int64
    var firstIndex: Int64
    var sampleCount: Int64
    var span: TimeSpan
}

extension Database {
    /// Returns the host windows of an attempt in order.
    func hostWindows(attempt: Int64) throws -> [HostWindow] {
        let select = try cachedStatement(
            sql: "SELECT * FROM host_window WHERE attempt_id = ? ORDER BY position")
        return try Row.fetchAll(select, arguments: [attempt]).map { try HostWindow(row: $0) }
    }

    /// Returns the pulses during an attempt in order.
    func hostPulses(attempt: Int64) throws -> [HostPulse] {
        let select = try cachedStatement(
            sql: "SELECT * FROM host_pulse WHERE attempt_id = ? ORDER BY position")
        return try Row.fetchAll(select, arguments: [attempt]).map { try HostPulse(row: $0) }
    }

    /// Returns the timed batches of a series in the order in which they were taken.
    private func batches(series: Int64) throws -> [StoredBatch] {
        let select = try cachedStatement(
            sql: "SELECT * FROM sample_batch WHERE series_id = ? ORDER BY first_index")
        return try Row.fetchAll(select, arguments: [series]).map { row in
            StoredBatch(
                series: series, firstIndex: try row.decode(forColumn: "first_index"),
                sampleCount: try row.decode(forColumn: "sample_count"),
                span: TimeSpan(
                    start: UInt64(stored: try row.decode(forColumn: "start_ns")),
                    end: UInt64(stored: try row.decode(forColumn: "end_ns"))))
        }
    }

    /// Cuts the samples of a series into its timed batches; what is in none of them has no time.
    func timed(
        _ samples: StoredSamples.Indexed, series: Int64
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

    /// Stores which windows are contaminated and which batches that excuses.
    func mark(_ account: any HostAccount, attempt: Int64) throws {
        for (position, contamination) in account.contaminations.enumerated() {
            guard let contamination else { continue }
            try execute(
                sql: "UPDATE host_window SET guilty = ? WHERE attempt_id = ? AND position = ?",
                arguments: [contamination.rawValue, attempt, position])
        }
        guard account.contaminations.contains(where: { $0 != nil }) else { return }
        let series = try Int64.fetchAll(
            self, sql: "SELECT id FROM series WHERE attempt_id = ? AND warmup = 0",
            arguments: [attempt])
        for batch in try series.flatMap({ try batches(series: $0) })
        where account.excuses(batch.span) {
            try execute(
                sql: "UPDATE sample_batch SET excluded = 1 WHERE series_id = ? AND first_index = ?",
                arguments: [batch.series, batch.firstIndex])
        }
    }
}
