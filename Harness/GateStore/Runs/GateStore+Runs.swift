import GRDB
public import GateKit

/// The process that writes a run, by identity: pids recycle, so the start time belongs to it.
public struct HarnessProcess: Hashable, Sendable {
    /// The process id.
    public var pid: Int32
    /// When the process started, in any unit that stays the same while it lives.
    public var startTime: UInt64

    /// Creates an identity.
    public init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }
}

extension GateStore {
    /// Stores the beginning of a run and returns its number.
    ///
    /// - Parameter harness: the process that writes the run; when it is gone and the run is still
    ///   marked as running, the next opening marks the run as broken.
    public func beginRun(_ run: RunRecord, harness: HarnessProcess) throws(StoreError) -> Int64 {
        try write("begin a run") { try RunRow.insert(run, harness: harness, $0) }
    }

    /// Stores what a run came out as, and that it ended.
    ///
    /// The write-ahead log is folded into the file, so that the file alone can be copied.
    ///
    /// - Parameter finishedAt: when it ended, in milliseconds since 1970, UTC.
    public func finishRun(
        _ id: Int64, state: RunRecord.State, at finishedAt: Int64, results: [GateResult],
        controls: [ControlResult], faults: [HarnessFault] = []
    ) throws(StoreError) {
        try write("finish the run") { database in
            try database.execute(
                sql: "UPDATE run SET state = ?, finished_at = ? WHERE id = ?",
                arguments: [state.rawValue, finishedAt, id])
            guard database.changesCount == 1 else { throw notFound("run \(id)") }
            for result in results { try GateResultRow(result, run: id).insert(database) }
            for (position, result) in controls.enumerated() {
                try ControlResultRow(result, run: id, position: position).insert(database)
            }
            for (position, fault) in faults.enumerated() {
                try RunFaultRow(runId: id, position: position, kind: fault.kind, text: fault.text)
                    .insert(database)
            }
            try database.sealRun(id)
        }
        // A reader that is in the way keeps the log; nothing is lost, so its error is none.
        _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }

    /// Returns the numbers of all runs, in their order, which is not that of time where runs were
    /// imported.
    public func runIDs() throws(StoreError) -> [Int64] {
        try read("list the runs") { database in
            try Int64.fetchAll(database, sql: "SELECT id FROM run ORDER BY id")
        }
    }

    /// The run that began last of those that were asked for a gate.
    ///
    /// One that looked for a sensitivity has none. Numbers say nothing of age: a run may have been
    /// imported.
    private static let newestRun = """
        SELECT id FROM run
        ORDER BY EXISTS (SELECT 1 FROM run_gate WHERE run_id = run.id) DESC,
            started_at DESC, id DESC
        LIMIT 1
        """

    /// Returns a run, or the newest one for nil.
    public func run(_ id: Int64?) throws(StoreError) -> RunRecord {
        try read("read the run") { database in
            let id = try id ?? Int64.fetchOne(database, sql: Self.newestRun)
            guard let id else { throw notFound("a run") }
            guard let row = try RunRow.all(database, "id", id, order: "id").first else {
                throw notFound("run \(id)")
            }
            return try row.record(database)
        }
    }

    /// Marks runs as broken whose process is gone, and their open attempts as interrupted.
    func markBrokenRuns(isAlive: (HarnessProcess) -> Bool) throws(StoreError) {
        try write("mark broken runs") { database in
            let running = try RunRow.fetchAll(
                database, sql: "SELECT * FROM run WHERE state = 'running'")
            let ids = try running.filter { try !isAlive($0.harness) }.compactMap(\.id)
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
