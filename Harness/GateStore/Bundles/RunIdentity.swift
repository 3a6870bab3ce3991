import GRDB
import GateKit

/// When, where and by which process a run was begun: two rows with one birth are one run, whatever
/// their numbers are (report.md#bundles).
struct RunBirth: Hashable {
    private let values: [DatabaseValue]

    private static let columns = [
        "started_at", "seed", "profile", "platform", "host_class", "harness_pid",
        "harness_start_time",
    ]

    /// Reads the birth of a run; nil for none.
    init?(run: Int64, _ database: Database) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT \(Self.columns.joined(separator: ", ")) FROM run WHERE id = ?",
            arguments: [run])
        guard let row else { return nil }
        values = row.databaseValues.map(\.self)
    }

    /// Returns the number of the run in a store that was born so; nil for none.
    func number(in database: Database) throws -> Int64? {
        let condition = Self.columns.map { "\($0) = ?" }.joined(separator: " AND ")
        return try Int64.fetchOne(
            database, sql: "SELECT id FROM run WHERE \(condition) ORDER BY id LIMIT 1",
            arguments: StatementArguments(values))
    }
}

extension Database {
    /// What numbers a store gives, and where it keeps files: no content of a run.
    private static let numbers: Set = ["run_id", "attempt_id", "series_id"]

    /// Digests everything of a run but the numbers that its store gave, where artefacts are kept,
    /// and where the run came from: equal in every store that holds the run.
    func contentDigest(run: Int64) throws -> String {
        var lines: [String] = []
        for table in SealedTable.ofRun where table.name != "run_origin" {
            lines += try contentLines(of: table, owner: run)
        }
        let attempts = try Int64.fetchAll(
            self, sql: "SELECT id FROM attempt WHERE run_id = ? ORDER BY id", arguments: [run])
        for (place, attempt) in attempts.enumerated() {
            lines.append("attempt \(place)")
            for table in SealedTable.ofAttempt where table.name != "sample_batch" {
                lines += try contentLines(of: table, owner: attempt)
            }
            let series = try Int64.fetchAll(
                self, sql: "SELECT id FROM series WHERE attempt_id = ? ORDER BY id",
                arguments: [attempt])
            for (place, id) in series.enumerated() {
                lines.append("series \(place)")
                for name in ["sample_batch", "sample"] {
                    let table = SealedTable(name: name, condition: "series_id = ?")
                    lines += try contentLines(of: table, owner: id)
                }
            }
        }
        return SHA256.digest(lines.joined(separator: "\n").utf8)
    }

    private func contentLines(of table: SealedTable, owner: Int64) throws -> [String] {
        let columns = try self.columns(in: table.name)
        let key = columns.filter { $0.primaryKeyIndex > 0 }.map(\.name)
        let content = columns.map(\.name).filter { column in
            !Self.numbers.contains(column) && !(column == "id" && key == ["id"])
                && !(table.name == "artefact" && column == "path")
        }
        let digested = try digestColumns(
            of: """
                SELECT \(content.joined(separator: ", ")) FROM \(table.name)
                WHERE \(table.condition) ORDER BY \(key.joined(separator: ", "))
                """, owner: owner)
        return zip(content, digested.digests).map {
            "\(table.name) \($0) \(digested.rowCount) \($1)"
        }
    }
}
