import GRDB
import GateKit

extension HostWindow {
    func insert(_ database: Database, attempt: Int64, position: Int64) throws {
        try database.cachedStatement(
            sql: "INSERT INTO host_window VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)"
        ).execute(
            arguments: [
                attempt, position, start.stored, end.stored, wakeUpError.stored, foreign.stored,
                own.stored, idle.stored, steal.stored, pressure.stored,
                involuntarySwitches.stored, subjectWakeUpError?.stored,
            ])
    }

    init(row: Row) {
        self.init(
            start: row.nanoseconds("start_ns"), end: row.nanoseconds("end_ns"),
            wakeUpError: row.nanoseconds("wake_up_error_ns"),
            subjectWakeUpError: (row["subject_wake_up_error_ns"] as Int64?)
                .map { UInt64(truncatingIfNeeded: $0) },
            foreign: row.nanoseconds("foreign_ns"), own: row.nanoseconds("own_ns"),
            idle: row.nanoseconds("idle_ns"), steal: row.nanoseconds("steal_ns"),
            pressure: row.nanoseconds("pressure_ns"),
            involuntarySwitches: row.nanoseconds("involuntary_switches"))
    }
}

extension TimeSpan {
    init(row: Row) {
        self.init(start: row.nanoseconds("start_ns"), end: row.nanoseconds("end_ns"))
    }
}

extension NoiseRule {
    func insert(_ database: Database, attempt: Int64) throws {
        try database.execute(
            sql: "INSERT INTO rule_noise VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                attempt, wakeUpError.stored, foreignShare, spareProcessors, stealShare, neighbours,
                maximumExcluded, subjectPriority,
            ])
    }

    init(row: Row) {
        self.init(
            wakeUpError: row.nanoseconds("wake_up_error_ns"), foreignShare: row["foreign_share"],
            spareProcessors: row["spare_processors"], stealShare: row["steal_share"],
            neighbours: row["neighbours"], maximumExcluded: row["maximum_excluded"],
            subjectPriority: Int32(truncatingIfNeeded: row["subject_priority"] as Int64))
    }
}

extension UInt64 {
    /// The same bits as SQLite's signed integer.
    var stored: Int64 { Int64(truncatingIfNeeded: self) }
}

extension Row {
    /// Returns the bits of the column as an unsigned number.
    func nanoseconds(_ column: String) -> UInt64 {
        UInt64(truncatingIfNeeded: self[column] as Int64)
    }
}
