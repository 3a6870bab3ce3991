import GRDB
import GateKit

/// Copies a run with everything of it from a store that is attached to a connection into the store
/// of that connection; SQLite moves the rows, so that no sample passes through memory of ours.
struct RunCopy {
    /// The name under which the other store is attached.
    static let source = "source"

    let database: Database
    /// Whether the copy has the numbers of the original, seals included: the store has no other run.
    let keepsNumbers: Bool
    /// What is called before each statement that may take long.
    let goesOn: () -> Void

    /// The new numbers of a copied run.
    struct Numbers {
        var run: Int64
        /// The attempts of the original and of the copy, in their order.
        var attempts: [(original: Int64, copy: Int64)] = []
    }

    /// Copies everything but the seals.
    func copy(run: Int64) throws -> Numbers {
        var numbers = Numbers(run: try copyOwner("run", run, [:]))
        for table in SealedTable.ofRun where table.name != "run" {
            try copy(table.name, table.condition, of: run, ["run_id": numbers.run])
        }
        let attempts = try Int64.fetchAll(
            database,
            sql: "SELECT id FROM \(Self.source).attempt WHERE run_id = ? ORDER BY id",
            arguments: [run])
        for original in attempts {
            let copy = try copyOwner("attempt", original, ["run_id": numbers.run])
            numbers.attempts.append((original, copy))
            let apart = ["attempt", "series", "sample_batch"]
            for table in SealedTable.ofAttempt where !apart.contains(table.name) {
                try self.copy(table.name, table.condition, of: original, ["attempt_id": copy])
            }
            try copySeries(of: original, to: copy)
        }
        return numbers
    }

    private func copySeries(of original: Int64, to attempt: Int64) throws {
        let series = try Int64.fetchAll(
            database,
            sql: "SELECT id FROM \(Self.source).series WHERE attempt_id = ? ORDER BY id",
            arguments: [original])
        for id in series {
            let copy = try copyOwner("series", id, ["attempt_id": attempt])
            for table in ["sample_batch", "sample"] {
                try self.copy(table, "series_id = ?", of: id, ["series_id": copy])
            }
        }
    }

    /// Copies a row that others refer to by its number; returns the number of the copy.
    private func copyOwner(
        _ table: String, _ id: Int64, _ owners: [String: Int64]
    ) throws -> Int64 {
        var replaced: [String: Int64?] = owners
        replaced["id"] = .some(keepsNumbers ? id : nil)
        try copy(table, "id = ?", of: id, replaced)
        return database.lastInsertedRowID
    }

    /// Copies the rows that a condition chooses; columns are replaced, NULL makes a new number.
    private func copy(
        _ table: String, _ condition: String, of owner: Int64, _ replaced: [String: Int64?]
    ) throws {
        goesOn()
        let columns = try database.columns(in: table)
        let key = columns.filter { $0.primaryKeyIndex > 0 }.map(\.name)
        let chosen = columns.map { replaced[$0.name] == nil ? $0.name : "?" }
        let values = columns.compactMap { replaced[$0.name] }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO main.\(table) (\(columns.map(\.name).joined(separator: ", ")))
                SELECT \(chosen.joined(separator: ", ")) FROM \(Self.source).\(table)
                WHERE \(condition) ORDER BY \(key.joined(separator: ", "))
                """)
        try statement.execute(arguments: StatementArguments(values + [owner]))
    }

    /// Copies the seals of a run whose numbers were kept, and from which run on there are seals.
    func copySeals(of run: Int64) throws {
        let ofAttempts = "attempt_id IN (SELECT id FROM \(Self.source).attempt WHERE run_id = ?)"
        try copy("attempt_digest", ofAttempts, of: run, [:])
        try copy("attempt_seal", "run_id = ?", of: run, [:])
        try copy("run_digest", "run_id = ?", of: run, [:])
        try copy("run_seal", "run_id = ?", of: run, [:])
        try database.execute(
            sql: """
                DELETE FROM main.first_sealed_run;
                INSERT INTO main.first_sealed_run SELECT run_id FROM \(Self.source).first_sealed_run;
                """)
    }

    /// Seals a run whose numbers are new: what was sealed before, and what has its results.
    func seal(_ numbers: Numbers, original: Int64) throws {
        for (_, attempt) in numbers.attempts {
            goesOn()
            let isJudged = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM judgement WHERE attempt_id = ?)",
                arguments: [attempt])
            if isJudged == true { try database.sealAttempt(attempt) }
        }
        let isDue = try Bool.fetchOne(
            database,
            sql: """
                SELECT state IN ('finished', 'interrupted') OR EXISTS (
                    SELECT 1 FROM \(Self.source).run_seal WHERE run_id = ?)
                FROM main.run WHERE id = ?
                """, arguments: [original, numbers.run])
        if isDue == true { try database.sealRun(numbers.run) }
    }
}
