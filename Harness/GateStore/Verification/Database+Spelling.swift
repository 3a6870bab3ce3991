// Unsafe code, and little: values are read where SQLite keeps them. A store holds hundreds of
// thousands of events; to make a row, a value and an array of each costs five times as much. The
// statement is GRDB's and outlives the loop, and what a column points to is copied before the next
// step.
import GRDB
import GRDBSQLite
import GateKit

extension Database {
    /// Digests the rows of a query column by column, and counts them.
    ///
    /// - Parameter owner: What the query's only `?` stands for.
    func digestColumns(
        of sql: String, owner: Int64
    ) throws -> (digests: [String], rowCount: Int) {
        let statement = try cachedStatement(sql: sql)
        let handle = unsafe statement.sqliteStatement
        defer {
            unsafe sqlite3_reset(handle)
            unsafe sqlite3_clear_bindings(handle)
        }
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_bind_int64(handle, 1, owner)
        var columns = (0..<(unsafe sqlite3_column_count(handle))).map { _ in SpelledColumn() }
        var count = 0
        while true {
            let code = unsafe sqlite3_step(handle)
            guard code == SQLITE_ROW else {
                guard code == SQLITE_DONE else { throw failure(of: code, statement) }
                return (columns.map { $0.finish() }, count)
            }
            count += 1
            for index in columns.indices {
                unsafe columns[index].append(valueOf: handle, at: Int32(index))
            }
        }
    }
}

/// The values of a column, spelled so that no two different ones are spelled alike: the kind, then
/// the bits of a number, or a length and that many bytes.
private struct SpelledColumn {
    private var digest = SHA256()
    private var pending: [UInt8] = []

    mutating func append(valueOf handle: OpaquePointer?, at index: Int32) {
        switch unsafe sqlite3_column_type(handle, index) {
        case SQLITE_NULL:
            pending.append(0)
        case SQLITE_INTEGER:
            append(UInt64(bitPattern: unsafe sqlite3_column_int64(handle, index)), kind: 1)
        case SQLITE_FLOAT:
            append((unsafe sqlite3_column_double(handle, index)).bitPattern, kind: 2)
        case SQLITE_TEXT:
            let text = unsafe sqlite3_column_text(handle, index)
            unsafe append(text, sqlite3_column_bytes(handle, index), kind: 3)
        default:
            let bytes = unsafe sqlite3_column_blob(handle, index)
            unsafe append(bytes, sqlite3_column_bytes(handle, index), kind: 4)
        }
        guard pending.count >= 1 << 14 else { return }
        digest.update(pending)
        pending.removeAll(keepingCapacity: true)
    }

    consuming func finish() -> String {
        digest.update(pending)
        return digest.finish()
    }

    private mutating func append(_ bits: UInt64, kind: UInt8) {
        pending.append(kind)
        unsafe withUnsafeBytes(of: bits.littleEndian) { unsafe pending.append(contentsOf: $0) }
    }

    private mutating func append(_ bytes: UnsafeRawPointer?, _ count: Int32, kind: UInt8) {
        append(UInt64(count), kind: kind)
        unsafe pending.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    }
}
