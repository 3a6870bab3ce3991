import GRDB
public import GateKit

extension GateStore {
    /// Stores the beginning of a run and returns its number.
    ///
    /// - Parameter harness: the process that writes the run; when it is gone and the run is still
    ///   marked as running, the next opening marks the run as broken.
    public func beginRun(_ run: RunRecord, harness: HarnessProcess) throws(StoreError) -> Int64 {
        try write("begin a run") { database in
            try database.execute(
                sql: """
                    INSERT INTO run (started_at, state, profile, seed, platform, host_class,
                        harness_pid, harness_start_time)
                    VALUES (?, 'running', ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run.startedAt, run.profile.rawValue, String(run.seed), run.platform.rawValue,
                    run.hostClass, harness.pid, String(harness.startTime),
                ])
            let id = database.lastInsertedRowID
            for (position, gate) in run.gates.enumerated() {
                try database.execute(
                    sql: "INSERT INTO run_gate VALUES (?, ?, ?)",
                    arguments: [id, position, gate.rawValue])
            }
            for (position, declaration) in run.declarations.enumerated() {
                try declaration.insert(database, run: id, position: position)
            }
            for (position, fact) in run.provenance.enumerated() {
                try database.execute(
                    sql: "INSERT INTO run_fact VALUES (?, ?, ?, ?)",
                    arguments: [id, position, fact.key, fact.value])
            }
            return id
        }
    }

    /// Stores what a run came out as, and that it ended.
    ///
    /// The write-ahead log is folded into the file, so that the file alone can be copied.
    ///
    /// - Parameter at: when it ended, in milliseconds since 1970, UTC.
    public func finishRun(
        _ id: Int64, state: RunRecord.State, at finishedAt: Int64, results: [GateResult],
        controls: [ControlResult], faults: [HarnessFault] = []
    ) throws(StoreError) {
        try write("finish the run") { database in
            try database.execute(
                sql: "UPDATE run SET state = ?, finished_at = ? WHERE id = ?",
                arguments: [state.rawValue, finishedAt, id])
            guard database.changesCount == 1 else { throw notFound("run \(id)") }
            for result in results { try result.insert(database, run: id) }
            for (position, result) in controls.enumerated() {
                try result.insert(database, run: id, position: position)
            }
            for (position, fault) in faults.enumerated() {
                try database.execute(
                    sql: "INSERT INTO run_fault VALUES (?, ?, ?, ?)",
                    arguments: [id, position, fault.kind.rawValue, fault.text])
            }
            try database.sealRun(id)
        }
        // A reader that is in the way keeps the log; nothing is lost, so its error is none.
        _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }

    /// Returns the numbers of all runs, oldest first.
    public func runIDs() throws(StoreError) -> [Int64] {
        try read("list the runs") { database in
            try Int64.fetchAll(database, sql: "SELECT id FROM run ORDER BY id")
        }
    }

    /// The newest run that was asked for a gate; one that looked for a sensitivity has none.
    private static let newestRun = """
        SELECT coalesce(
            (SELECT max(run_id) FROM run_gate), (SELECT max(id) FROM run))
        """

    /// Returns a run, or the newest one for nil.
    public func run(_ id: Int64?) throws(StoreError) -> RunRecord {
        try read("read the run") { database in
            let id = try id ?? Int64.fetchOne(database, sql: Self.newestRun)
            guard let id else { throw notFound("a run") }
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
            else { throw notFound("run \(id)") }
            return try RunRecord(row: row, in: database)
        }
    }

    /// Marks runs as broken whose process is gone, and their open attempts as interrupted.
    func markBrokenRuns(isAlive: (HarnessProcess) -> Bool) throws(StoreError) {
        try write("mark broken runs") { database in
            let running = try Row.fetchAll(
                database,
                sql: "SELECT id, harness_pid, harness_start_time FROM run WHERE state = 'running'")
            let gone = try running.filter { row in
                let pid: Int64 = row["harness_pid"]
                return !isAlive(
                    HarnessProcess(
                        pid: Int32(truncatingIfNeeded: pid),
                        startTime: try row.unsigned("harness_start_time")))
            }
            let ids: [Int64] = gone.map { $0["id"] }
            // Executed even for no run at all: it is what finds out that a store is read-only.
            let marks = databaseQuestionMarks(count: ids.count)
            try database.execute(
                sql: "UPDATE run SET state = 'broken' WHERE id IN (\(marks))",
                arguments: StatementArguments(ids))
            try database.execute(
                sql: """
                    UPDATE attempt SET ending = 'interrupted'
                    WHERE ending IS NULL AND run_id IN (\(marks))
                    """,
                arguments: StatementArguments(ids))
        }
    }
}

extension RunRecord {
    init(row: Row, in database: Database) throws {
        let id: Int64 = row["id"]
        let gates = try Row.fetchAll(
            database, sql: "SELECT gate FROM run_gate WHERE run_id = ? ORDER BY position",
            arguments: [id])
        let facts = try Row.fetchAll(
            database, sql: "SELECT key, value FROM run_fact WHERE run_id = ? ORDER BY position",
            arguments: [id])
        let declarations = try Row.fetchAll(
            database, sql: "SELECT * FROM run_declaration WHERE run_id = ? ORDER BY position",
            arguments: [id])
        self.init(
            id: id, startedAt: row["started_at"], finishedAt: row["finished_at"],
            state: try row.named("state"), profile: try row.named("profile"),
            seed: try row.unsigned("seed"), platform: try row.named("platform"),
            hostClass: row["host_class"], gates: try gates.map { try $0.named("gate") },
            provenance: facts.map { Fact($0["key"], $0["value"]) },
            declarations: try declarations.map { try RunDeclaration(row: $0) })
    }
}
