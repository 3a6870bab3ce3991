import Foundation
import GRDB
import GateStore

/// A store in which every table has rows: the newest of the old stores that tests open, brought to
/// today's schema.
///
/// Made twice a process.
enum CellStore {
    /// A table that can be edited.
    struct Table {
        let name: String
        let columns: [String]
    }

    /// The file's bytes as the program makes them.
    static let strict = made(isLoose: false)
    /// The same whose tables take any value anywhere.
    static let loose = made(isLoose: true)
    /// What can be edited, in a fixed order.
    static let tables: [Table] = {
        do {
            return try withFile(strict) { path in
                try DatabaseQueue(path: path).read { database in
                    try String.fetchAll(
                        database,
                        sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
                    ).filter { !$0.hasPrefix("sqlite_") }.map { name in
                        Table(name: name, columns: try database.columns(in: name).map(\.name))
                    }
                }
            }
        } catch {
            preconditionFailure("no tables to edit: \(error)")
        }
    }()

    /// Calls `body` with the path of a file of these bytes, which is gone afterwards.
    static func withFile<Value>(
        _ bytes: [UInt8], _ body: (String) throws -> Value
    ) throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("weld-fuzz-cells-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("results.db").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try body(path)
    }

    private static func made(isLoose: Bool) -> [UInt8] {
        do {
            return try withFile([]) { path in
                try make(path, isLoose)
                return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            }
        } catch {
            preconditionFailure("no store to begin with: \(error)")
        }
    }

    private static func make(_ path: String, _ isLoose: Bool) throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let sql = try String(
            contentsOf: tests.appendingPathComponent("GateStoreTests/OldStores/schema-9.sql"),
            encoding: .utf8)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: path, configuration: configuration)
            .writeWithoutTransaction { try $0.execute(sql: sql) }
        _ = try GateStore(path: path) { _ in false }
        try DatabaseQueue(path: path, configuration: configuration).writeWithoutTransaction {
            database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE; VACUUM")
            guard isLoose else { return }
            try database.execute(
                sql: """
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_schema SET sql = replace(replace(replace(
                        sql, 'STRICT, WITHOUT', 'WITHOUT'), 'STRICT', ''), 'NOT NULL', '')
                    WHERE type = 'table';
                    PRAGMA writable_schema = RESET
                    """)
        }
    }
}
