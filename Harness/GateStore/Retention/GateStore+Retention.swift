import Foundation
import GRDB
public import GateKit

/// What was removed from a store, or would be.
public struct RemovedRuns: Codable, Hashable, Sendable {
    /// The numbers of the runs that are gone, or would be.
    public var runs: [Int64]
    /// How many runs were kept.
    public var kept: Int
    /// How many bytes of the store their rows took.
    public var storeBytes: Int64
    /// How many bytes those of their artefacts took that are gone, or would be.
    public var artefactBytes: Int64
    /// The artefacts that could not be removed, and why not.
    public var left: [Left] = []
    /// Whether nothing was removed in truth.
    public var isTrial: Bool
    /// Why the file of the store did not become smaller; nil where it did.
    public var notShrunk: String?

    /// A file that is still there, though nothing names it any more.
    public struct Left: Codable, Hashable, Sendable {
        /// Where it is.
        public var path: String
        /// What the system said.
        public var why: String
    }
}

extension GateStore {
    /// Removes the runs that no rule keeps and no report needs, in one transaction, then their
    /// artefacts, and says which of both are gone.
    ///
    /// - Parameter now: in milliseconds since 1970, UTC.
    /// - Throws: `busy` while a run is made.
    public func remove(
        keeping rules: [RetentionRule], now: Int64
    ) throws(StoreError) -> RemovedRuns {
        // An opened store has no run whose process is gone and that is still marked as running.
        let (gone, kept, files) = try removable(keeping: rules, now: now) { _ in true }
        var removed = RemovedRuns(
            runs: [], kept: kept, storeBytes: 0, artefactBytes: 0, isTrial: false)
        guard !gone.isEmpty else { return removed }
        (removed.runs, removed.storeBytes) = try removeRows(of: gone)
        let folder = ArtefactFolder(beside: path)
        for file in files.filter({ removed.runs.contains($0.run) }).map(\.path) {
            let size = Self.size(file)
            do throws(FileAtPath.Unseen) {
                try FileAtPath.remove(file)
                removed.artefactBytes += size
            } catch {
                removed.left.append(.init(path: file, why: error.description))
            }
        }
        for run in removed.runs { folder.removeEmptyFolders(run: run) }
        do throws(StoreError) {
            try shrink()
        } catch {
            removed.notShrunk = error.description
        }
        return removed
    }

    /// Returns what would be removed of the store at a path, which is not even opened: a copy is.
    ///
    /// - Parameters:
    ///   - now: in milliseconds since 1970, UTC.
    ///   - isAlive: whether that very process still lives.
    /// - Throws: `busy` while a run is made or the store is written.
    public static func trial(
        path: String, keeping rules: [RetentionRule], now: Int64,
        isAlive: (HarnessProcess) -> Bool
    ) throws(StoreError) -> RemovedRuns {
        let store = try openSettledCopy(path: path)
        let (gone, kept, files) = try store.removable(keeping: rules, now: now, isAlive)
        let sizes = files.map { size($0.path) }
        var removed = RemovedRuns(
            runs: gone, kept: kept, storeBytes: 0, artefactBytes: sizes.reduce(0, +),
            isTrial: true)
        // It is a copy: what is removed of it is nobody's.
        if !gone.isEmpty { removed.storeBytes = try store.removeRows(of: gone).bytes }
        return removed
    }

    /// Returns the runs that no rule keeps and no report needs, how many are kept, and the files of
    /// the former's artefacts, each once.
    private func removable(
        keeping rules: [RetentionRule], now: Int64, _ isAlive: (HarnessProcess) -> Bool
    ) throws(StoreError) -> (gone: [Int64], kept: Int, files: [(run: Int64, path: String)]) {
        let runs = try retainedRuns(isAlive)
        let kept = rules.reduce(into: try neededRuns()) {
            $0.formUnion($1.kept(of: runs, now: now))
        }
        let gone = runs.map(\.run).filter { !kept.contains($0) }
        let folder = ArtefactFolder(beside: path)
        let rows = try read("list the artefacts") { database in
            try gone.flatMap { run in try database.artefactRows(run: run).map { (run, $0) } }
        }
        var seen: Set<String> = []
        let files = rows.compactMap { run, row in
            folder.file(run: run, attempt: row.attemptId, path: row.path).map { (run, $0) }
        }.filter { seen.insert($0.1).inserted }
        return (gone, runs.count - gone.count, files)
    }

    private func retainedRuns(
        _ isAlive: (HarnessProcess) -> Bool
    ) throws(StoreError) -> [RetainedRun] {
        try read("list the runs") { database in
            let running = try RunRow.fetchAll(
                database, sql: "SELECT * FROM run WHERE state = 'running' ORDER BY id"
            ).first { try isAlive($0.harness) }?.id
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

    /// Removes every row of the runs; returns those that are gone, and how many bytes that makes
    /// free.
    private func removeRows(
        of runs: [Int64]
    ) throws(StoreError) -> (runs: [Int64], bytes: Int64) {
        try checkPlace()
        deadline.begin()
        do {
            return try queue.writeWithoutTransaction { database in
                var bytes: Int64 = 0
                var gone: [Int64] = []
                try database.inTransaction(.immediate) {
                    let before = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                    // Somebody else may have removed some meanwhile.
                    gone = try runs.filter { run in
                        deadline.begin()
                        return try database.removeRows(of: run)
                    }
                    let after = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                    let page = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
                    bytes = max(0, after - before) * page
                    return .commit
                }
                return (gone, bytes)
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
    /// Removes every row of a run, those that refer to others first; returns whether it was there.
    fileprivate func removeRows(of run: Int64) throws -> Bool {
        let isThere = try Bool.fetchOne(
            self, sql: "SELECT EXISTS (SELECT 1 FROM run WHERE id = ?)", arguments: [run])
        guard isThere == true else { return false }
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
        return true
    }
}
