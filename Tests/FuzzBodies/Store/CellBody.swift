import Foundation
import FuzzWire
import GRDB
import GateStore

/// Fuzz body: a store whose cells hold what no run ever put there.
///
/// Byte 0: whether the tables still refuse values of another type (even) or take any (odd). Then
/// edits of four bytes: the table, its column, the row, the value.
public enum CellBody {
    /// Most edits of one input.
    private static let limit = 16

    /// Returns what is wrong; nil when all is well: an error of the store is a right answer.
    public static func complaint(about input: [UInt8]) throws -> String? {
        var input = InputReader(input)
        let template = input.byte() & 1 == 0 ? CellStore.strict : CellStore.loose
        var edits: [[UInt8]] = []
        while !input.isAtEnd, edits.count < limit { edits.append(input.bytes(4)) }
        return try CellStore.withFile(template) { path in
            try edit(path, edits)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            StoreReading.read(path)
            return try Data(contentsOf: URL(fileURLWithPath: path)) == before
                ? nil : "reading changed the store"
        }
    }

    private static func edit(_ path: String, _ edits: [[UInt8]]) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: path, configuration: configuration).writeWithoutTransaction {
            database in
            try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
            for edit in edits { apply(edit, database) }
        }
    }

    /// Makes one edit; what the tables refuse is none.
    private static func apply(_ edit: [UInt8], _ database: Database) {
        let table = CellStore.tables[Int(edit[0]) % CellStore.tables.count]
        let column = table.columns[Int(edit[1]) % table.columns.count]
        let value = values[Int(edit[3]) % values.count]
        let row = try? Row.fetchOne(
            database, sql: "SELECT * FROM \"\(table.name)\" LIMIT 1 OFFSET ?",
            arguments: [Int(edit[2])])
        guard let row else { return }
        let place = table.columns.map { "\"\($0)\" IS ?" }.joined(separator: " AND ")
        let key = table.columns.map { row[$0] as DatabaseValue }
        try? database.execute(
            sql: "UPDATE \"\(table.name)\" SET \"\(column)\" = \(value) WHERE \(place)",
            arguments: StatementArguments(key))
    }

    /// What a cell can hold, as SQL spells it.
    private static let values = [
        "NULL", "0", "1", "-1", "2", "9223372036854775807", "-9223372036854775808",
        "9223372036854775806", "9007199254740993", "4294967296", "2147483648", "0.0", "-0.0",
        "0.5", "1e308", "-1e308", "9e999", "-9e999", "5e-324", "''", "'a'", "'0'", "'G1'",
        "'9223372036854775808'", "'1e999'", "'NaN'", "'{}'", "'[]'", "'null'", "'{\"a\":'",
        "printf('%.*c', 1000000, 'x')", "printf('%.*c', 20000, '[')",
        "replace(printf('%.*c', 5000, 'x'), 'x', '{\"a\":')", "char(0)", "'a' || char(0) || 'b'",
        "char(27) || '[2J' || char(10, 13, 7, 8238, 8294)", "char(1114111, 65533, 55296)",
        "CAST(x'FFFEC080EDA080' AS TEXT)", "'| a | ![](http://x) <script> `'", "x''", "x'00'",
        "x'0123456789ABCDEF0123456789ABCDEF'", "zeroblob(1000000)",
        "'finished'", "'running'", "'goNo'", "'percentile'", "'9999-12-31 23:59:59'",
    ]
}
