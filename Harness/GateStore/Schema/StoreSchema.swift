import GRDB
import Synchronization

/// The tables, indexes, triggers and views of a file, object by object: what a store of a version
/// has, and what one that was made by somebody else has more, less or otherwise (gates.md#stores).
struct StoreSchema: Equatable {
    /// What an object is called, such as `view v_matrix`.
    struct Name: Hashable, Comparable, CustomStringConvertible {
        var type: String
        var name: String

        var description: String { "\(type) \(name)" }

        static func < (left: Name, right: Name) -> Bool {
            (left.type, left.name) < (right.type, right.name)
        }
    }

    /// Something that is not as this version of a store has it.
    struct Difference: Hashable {
        var name: Name
        /// What is wrong with it, such as `was changed`.
        var what: String

        var isOfView: Bool { name.type == "view" }

        /// One clause: the object and what is wrong with it.
        var sentence: String { "\(name) \(what)" }
    }

    /// How each object is made; columns of a table in the order of their text, for an older store
    /// got them one after the other.
    private var objects: [Name: String] = [:]
    /// The migrations that the file says it has had.
    private var migrations: Set<String> = []

    /// Reads the schema of an open file.
    init(_ database: Database) throws {
        let rows = try Row.fetchAll(database, sql: "SELECT type, name, sql FROM sqlite_master")
        for row in rows {
            let name = Name(
                type: String.fromDatabaseValue(row["type"]) ?? "?",
                name: String.fromDatabaseValue(row["name"]) ?? "?")
            guard let sql = String.fromDatabaseValue(row["sql"]) else {
                // What a table's key brings with it.
                if name.type != "index" { objects[name] = "" }
                continue
            }
            // What ANALYZE counted steers how SQLite looks, never what it finds.
            if name.type == "table", ["sqlite_stat1", "sqlite_stat4"].contains(name.name) {
                continue
            }
            objects[name] = name.type == "table" ? Self.spelled(table: sql) : sql
        }
        guard objects[Name(type: "table", name: Self.bookkeeping)] != nil else { return }
        migrations = try String.fetchSet(
            database, sql: "SELECT identifier FROM \(Self.bookkeeping)")
    }

    private static let bookkeeping = "grdb_migrations"

    private static let cache = Mutex<[Int: StoreSchema]>([:])

    /// Returns the schema that a version of the store has: what its migrations make of nothing.
    private static func known(_ version: Int) throws -> StoreSchema {
        if let known = cache.withLock({ $0[version] }) { return known }
        let queue = try DatabaseQueue()
        if version > 0 { try Schema.migrator.migrate(queue, upTo: String(version)) }
        let schema = try queue.read { try StoreSchema($0) }
        cache.withLock { $0[version] = schema }
        return schema
    }

    /// Returns what is not as the version has it, by name.
    ///
    /// Views are compared where the version is today's: an older one's are made anew before anybody
    /// reads them. A view of a user's own is no difference, for nothing of ours reads views.
    func differences(from version: Int) throws -> [Difference] {
        let known = try Self.known(version)
        let hasViews = version == Schema.version
        var found: [Difference] = []
        for (name, sql) in objects where name.type != "view" || hasViews {
            guard let expected = known.objects[name] else {
                if name.type == "view", !known.isShadowing(name) { continue }
                found.append(Difference(name: name, what: "is none of a store's"))
                continue
            }
            let isSame =
                name.type == "table"
                ? Self.ofAnyAge(sql, version) == Self.ofAnyAge(expected, version) : sql == expected
            if !isSame { found.append(Difference(name: name, what: "was changed")) }
        }
        for name in known.objects.keys where objects[name] == nil {
            if name.type != "view" || hasViews {
                found.append(Difference(name: name, what: "is missing"))
            }
        }
        if migrations != known.migrations, found.isEmpty {
            let table = Name(type: "table", name: Self.bookkeeping)
            found.append(Difference(name: table, what: "was changed"))
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Whether a view has the name of something that is no view.
    private func isShadowing(_ view: Name) -> Bool {
        objects.keys.contains { $0.name == view.name && $0.type != "view" }
    }

    /// Spells a table so that neither white space nor the order of its columns matters.
    private static func spelled(table sql: String) -> String {
        guard let first = sql.firstIndex(of: "("), let last = sql.lastIndex(of: ")"), first < last
        else { return sql }
        var depth = 0
        let body = sql[sql.index(after: first)..<last]
        let columns = body.split { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            return character == "," && depth == 0
        }
        let parts = [sql[..<first]] + columns.sorted { words($0) < words($1) } + [sql[last...]]
        return parts.map(words).joined(separator: "|")
    }

    /// Spells a table as if its store had always had the columns that the first ones lack until the
    /// fifth version, which gives them a default (`Schema.migrator`).
    private static func ofAnyAge(_ spelled: String, _ version: Int) -> String {
        let late = ["ambitions_held", "ambitions_asked"].map { "\($0) INTEGER NOT NULL" }
        return spelled.split(separator: "|").compactMap { part -> String? in
            guard
                let column = late.first(where: { [$0, "\($0) DEFAULT 0"].contains(String(part)) })
            else { return String(part) }
            return version < 5 ? nil : column
        }.joined(separator: "|")
    }

    private static func words(_ text: Substring) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
