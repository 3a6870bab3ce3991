import Foundation
import GRDB
public import GateKit

/// What was removed from a store, or would be.
public struct RemovedRuns: Codable, Hashable, Sendable {
    /// The numbers of the runs.
    public var runs: [Int64]
    /// How many runs were kept.
    public var kept: Int
    /// How many bytes of the store their rows took.
    public var storeBytes: Int64
    /// How many bytes their artefacts took.
    public var artefactBytes: Int64
    /// Whether nothing was removed in truth.
    public var isTrial: Bool
    /// Why the file of the store did not become smaller; nil where it did.
    public var notShrunk: String?
}

extension GateStore {
    /// Removes the runs that no rule keeps and no report needs, in one transaction, then their
    /// artefacts.
    ///
    /// - Parameters:
    ///   - now: in milliseconds since 1970, UTC.
    ///   - isTrial: Whether everything is left as it is.
    /// - Throws: `busy` while a run is made.
    public func remove(
        keeping rules: [RetentionRule], now: Int64, isTrial: Bool
    ) throws(StoreError) -> RemovedRuns {
        let runs = try retainedRuns()
        let kept = rules.reduce(into: try neededRuns()) {
            $0.formUnion($1.kept(of: runs, now: now))
        }
        let gone = runs.map(\.run).filter { !kept.contains($0) }
        let folder = ArtefactFolder(beside: path)
        let rows = try read("list the artefacts") { database in
            try gone.flatMap { run in try database.artefactRows(run: run).map { (run, $0) } }
        }
        let files = rows.compactMap { run, row in
            folder.file(run: run, attempt: row.attemptId, path: row.path)
        }
        var removed = RemovedRuns(
            runs: gone, kept: runs.count - gone.count, storeBytes: 0,
            artefactBytes: Set(files).map(Self.size).reduce(0, +), isTrial: isTrial)
        guard !gone.isEmpty else { return removed }
        removed.storeBytes = try removeRows(of: gone, isTrial: isTrial)
        guard !isTrial else { return removed }
        for file in Set(files) { try? FileManager.default.removeItem(atPath: file) }
        for run in gone { folder.removeEmptyFolders(run: run) }
        do throws(StoreError) {
            try shrink()
        } catch {
            removed.notShrunk = error.description
        }
        return removed
    }

    private func retainedRuns() throws(StoreError) -> [RetainedRun] {
        try read("list the runs") { database in
            let running = try Int64.fetchOne(
                database, sql: "SELECT id FROM run WHERE state = 'running'")
            if let running {
                throw StoreError(
                    .busy, path: path,
                    "run \(running) of '\(path)' is being made; wait for its end and try again")
            }
            return try RunRow.fetchAll(database, sql: "SELECT * FROM run ORDER BY id").map { row in
                let id = row.id ?? 0
                let verdicts = try String.fetchAll(
                    database, sql: "SELECT verdict FROM gate_result WHERE run_id = ?",
                    arguments: [id])
                return RetainedRun(
                    run: id, startedAt: row.startedAt, platform: row.platform,
                    hostClass: row.hostClass, verdicts: verdicts.compactMap(Verdict.init(rawValue:))
                )
            }
        }
    }

    /// The runs that a report of today rests on: those of the matrix, the earlier NO-GO that each
    /// names, the newest run with what it says of its commit's controls, sensitivities, kill maps.
    private func neededRuns() throws(StoreError) -> Set<Int64> {
        let newest: Int64
        do throws(StoreError) {
            newest = try run(nil).id
        } catch {
            guard error.kind == .notFound else { throw error }
            return []
        }
        return try read("find what reports need") { database in
            var needed: Set<Int64> = [newest]
            needed.formUnion(
                try Row.fetchAll(database, sql: Views.newestGateResult).flatMap { row in
                    [
                        try row.decode(Int64.self, forColumn: "run_id"),
                        try row.decode(Int64?.self, forColumn: "earlier_no_go") ?? newest,
                    ]
                })
            for sql in [
                "SELECT run_id FROM (\(Views.newestSensitivity))",
                "SELECT run_id FROM (\(Views.newestKillMap))",
                """
                SELECT DISTINCT control_result.run_id FROM run_fact AS own
                JOIN run_fact AS fact ON fact.key = 'commit' AND fact.value = own.value
                JOIN control_result ON control_result.run_id = fact.run_id
                WHERE own.run_id = \(newest) AND own.key = 'commit'
                    AND control_result.verdict = 'GO'
                """,
            ] { needed.formUnion(try Int64.fetchAll(database, sql: sql)) }
            return needed
        }
    }

    /// Removes every row of the runs; returns how many bytes that makes free.
    private func removeRows(of runs: [Int64], isTrial: Bool) throws(StoreError) -> Int64 {
        try checkPlace()
        deadline.begin()
        do {
            return try queue.writeWithoutTransaction { database in
                var bytes: Int64 = 0
                try database.inTransaction(.immediate) {
                    let before = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                    for run in runs {
                        deadline.begin()
                        try database.removeRows(of: run)
                    }
                    let after = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                    let page = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
                    bytes = max(0, after - before) * page
                    return isTrial ? .rollback : .commit
                }
                return bytes
            }
        } catch {
            throw StoreError(error, action: "remove runs", path: path)
        }
    }

    private func shrink() throws(StoreError) {
        deadline.begin()
        do {
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM")
                _ = try database.checkpoint(.truncate)
            }
        } catch {
            throw StoreError(error, action: "give its room back", path: path)
        }
    }

    private static func size(_ file: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        return attributes?[.size] as? Int64 ?? 0
    }
}

extension Database {
    /// Removes every row of a run, those that refer to others first.
    fileprivate func removeRows(of run: Int64) throws {
        let attempts = "SELECT id FROM attempt WHERE run_id = ?"
        let series = "SELECT id FROM series WHERE attempt_id IN (\(attempts))"
        var deletions = ["sample", "sample_batch"].map { "\($0) WHERE series_id IN (\(series))" }
        deletions += ["attempt_digest WHERE attempt_id IN (\(attempts))"]
        for table in SealedTable.ofAttempt.reversed()
        where !["attempt", "sample_batch"].contains(table.name) {
            deletions.append("\(table.name) WHERE attempt_id IN (\(attempts))")
        }
        deletions += ["attempt_seal", "attempt", "run_digest", "run_seal"].map {
            "\($0) WHERE run_id = ?"
        }
        for table in SealedTable.ofRun.reversed() {
            deletions.append("\(table.name) WHERE \(table.condition)")
        }
        for deletion in deletions {
            try cachedStatement(sql: "DELETE FROM \(deletion)").execute(arguments: [run])
        }
    }
}
