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
            try AttemptRow(plan, run: run, startedAt: startedAt).insert(database)
            let id = database.lastInsertedRowID
            try rule.insert(database, attempt: id)
            return id
        }
    }

    /// Stores how an attempt ended and what the harness found wrong around it.
    ///
    /// - Parameter finishedAt: when it ended, in milliseconds since 1970, UTC.
    public func endAttempt(
        _ id: Int64, _ ending: AttemptEnding, at finishedAt: Int64, violations: [Violation] = [],
        faults: [HarnessFault] = []
    ) throws(StoreError) {
        try append(violations.map { .violation($0) } + faults.map { .fault($0) }, attempt: id) {
            database in
            let spelled = AttemptRow.spelled(ending)
            try database.execute(
                sql: """
                    UPDATE attempt SET finished_at = ?, ending = ?, ending_number = ?,
                        ending_detail = ?
                    WHERE id = ?
                    """,
                arguments: [finishedAt, spelled.ending, spelled.number, spelled.detail, id])
            guard database.changesCount == 1 else {
                throw notFound("attempt \(id)", listedBy: "v_attempts")
            }
        }
    }

    /// Returns an attempt, its rule included.
    public func attempt(_ id: Int64) throws(StoreError) -> AttemptRecord {
        try read("read the attempt") { try attemptRow(id, $0).record($0) }
    }

    /// Returns the attempts of a run in the order in which they were made, controls among them.
    public func attempts(run: Int64) throws(StoreError) -> [AttemptRecord] {
        try read("read the attempts") { database in
            try AttemptRow.all(database, "run_id", run, order: "id").map { try $0.record(database) }
        }
    }

    /// Returns the row of an attempt.
    func attemptRow(_ id: Int64, _ database: Database) throws -> AttemptRow {
        guard let row = try AttemptRow.all(database, "id", id, order: "id").first else {
            throw notFound("attempt \(id)", listedBy: "v_attempts")
        }
        return row
    }
}
