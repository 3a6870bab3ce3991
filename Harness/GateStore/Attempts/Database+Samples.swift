// Unsafe code, and little: the two loops over samples use SQLite's C interface. A store holds
// millions of samples; GRDB's own binding and decoding costs ten times as much in a debug build,
// which is what `swift run weld-gates` makes. The statement is GRDB's and outlives each loop.
import GRDB
import GRDBSQLite

extension Database {
    /// Inserts consecutive samples of a series; a NaN leaves its index empty.
    func insertSamples(_ values: [Double], series: Int64, firstIndex: Int64) throws {
        let statement = try cachedStatement(
            sql: "INSERT INTO sample (series_id, sample_index, value) VALUES (?, ?, ?)")
        let handle = unsafe statement.sqliteStatement
        defer {
            unsafe sqlite3_reset(handle)
            unsafe sqlite3_clear_bindings(handle)
        }
        var index = firstIndex
        for value in values {
            defer { index += 1 }
            guard !value.isNaN else { continue }
            unsafe sqlite3_reset(handle)
            unsafe sqlite3_bind_int64(handle, 1, series)
            unsafe sqlite3_bind_int64(handle, 2, index)
            unsafe sqlite3_bind_double(handle, 3, value)
            let code = unsafe sqlite3_step(handle)
            guard code == SQLITE_DONE else { throw failure(of: code, statement) }
        }
    }

    /// Returns the samples of a series with their indexes, in the order in which they were taken.
    func indexedSamples(series: Int64) throws -> (indexes: [Int64], values: [Double]) {
        let statement = try cachedStatement(
            sql: "SELECT value, sample_index FROM sample WHERE series_id = ? ORDER BY sample_index")
        let handle = unsafe statement.sqliteStatement
        defer {
            unsafe sqlite3_reset(handle)
            unsafe sqlite3_clear_bindings(handle)
        }
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_bind_int64(handle, 1, series)
        var values: [Double] = []
        var indexes: [Int64] = []
        let room = try roomForSamples(series: series)
        values.reserveCapacity(room)
        indexes.reserveCapacity(room)
        while true {
            let code = unsafe sqlite3_step(handle)
            guard code == SQLITE_ROW else {
                guard code == SQLITE_DONE else { throw failure(of: code, statement) }
                return (indexes, values)
            }
            values.append(unsafe sqlite3_column_double(handle, 0))
            indexes.append(unsafe sqlite3_column_int64(handle, 1))
        }
    }

    /// Returns for how many samples of a series to make room at once, so that no array of millions
    /// is copied while it grows: as many as it has indexes, but no more than the file can hold,
    /// whatever it says.
    private func roomForSamples(series: Int64) throws -> Int {
        let row = try Row.fetchOne(
            self,
            sql: """
                SELECT (SELECT min(sample_index) FROM sample WHERE series_id = :series),
                    (SELECT max(sample_index) FROM sample WHERE series_id = :series),
                    page_count * page_size / 12
                FROM pragma_page_count(), pragma_page_size()
                """, arguments: ["series": series])
        guard let row, let first = try row.decode(Int64?.self, atIndex: 0),
            let last = try row.decode(Int64?.self, atIndex: 1)
        else { return 0 }
        let (span, overflows) = last.subtractingReportingOverflow(first)
        guard !overflows, span >= 0 else { return 0 }
        return Int(min(span, try row.decode(Int64.self, atIndex: 2))) + 1
    }

    /// Returns the error of a step that neither gave a row nor came to the end.
    func failure(of code: Int32, _ statement: Statement) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: unsafe sqlite3_extended_errcode(sqliteConnection)),
            message: lastErrorMessage, sql: statement.sql)
    }
}
