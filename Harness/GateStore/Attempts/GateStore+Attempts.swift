import GRDB
public import GateKit

extension GateStore {
    /// Stores an attempt's plan and the rule that it will be judged by, before its first sample,
    /// and returns its number.
    ///
    /// - Parameter startedAt: when it begins, in milliseconds since 1970, UTC.
    public func beginAttempt(
        _ plan: AttemptPlan, rule: Rule, run: Int64, startedAt: Int64
    ) throws(StoreError) -> Int64 {
        try write("begin an attempt") { database in
            try database.execute(
                sql: """
                    INSERT INTO attempt (run_id, procedure, replicate, seed, control, plan,
                        started_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run, plan.procedure, plan.replicate, String(plan.seed), plan.control?.name,
                    try jsonText(plan), startedAt,
                ])
            let id = database.lastInsertedRowID
            try rule.insert(database, attempt: id)
            return id
        }
    }

    /// Stores how an attempt ended and what the harness found wrong around it.
    ///
    /// - Parameter at: when it ended, in milliseconds since 1970, UTC.
    public func endAttempt(
        _ id: Int64, _ ending: AttemptEnding, at finishedAt: Int64, violations: [Violation] = [],
        faults: [HarnessFault] = []
    ) throws(StoreError) {
        try append(violations.map { .violation($0) } + faults.map { .fault($0) }, attempt: id) {
            database in
            let columns = EndingColumns(ending)
            try database.execute(
                sql: """
                    UPDATE attempt SET finished_at = ?, ending = ?, ending_number = ?,
                        ending_detail = ?
                    WHERE id = ?
                    """,
                arguments: [finishedAt, columns.ending, columns.number, columns.detail, id])
            guard database.changesCount == 1 else { throw notFound("attempt \(id)") }
        }
    }

    /// Returns an attempt, its rule included.
    public func attempt(_ id: Int64) throws(StoreError) -> AttemptRecord {
        try read("read the attempt") { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM attempt WHERE id = ?", arguments: [id])
            else { throw notFound("attempt \(id)") }
            return try AttemptRecord(row: row, in: database)
        }
    }

    /// Returns the attempts of a run in the order in which they were made, controls among them.
    public func attempts(run: Int64) throws(StoreError) -> [AttemptRecord] {
        try read("read the attempts") { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM attempt WHERE run_id = ? ORDER BY id",
                arguments: [run]
            ).map { try AttemptRecord(row: $0, in: database) }
        }
    }
}

extension AttemptRecord {
    init(row: Row, in database: Database) throws {
        let id: Int64 = row["id"]
        let facts = try Row.fetchAll(
            database, sql: "SELECT key, value FROM fact WHERE attempt_id = ? ORDER BY position",
            arguments: [id])
        self.init(
            id: id, runID: row["run_id"], plan: try row.json("plan"),
            rule: try Rule(database, attempt: id), startedAt: row["started_at"],
            finishedAt: row["finished_at"], ending: try EndingColumns.value(of: row),
            facts: facts.map { Fact($0["key"], $0["value"]) })
    }
}
