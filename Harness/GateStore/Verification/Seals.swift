import GRDB
import GateKit

extension Database {
    /// Stores the digests of an attempt that has been judged.
    func sealAttempt(_ id: Int64, from samples: StoredSamples = StoredSamples()) throws {
        let digests = try digests(attempt: id, from: samples)
        try execute(sql: "DELETE FROM attempt_digest WHERE attempt_id = ?", arguments: [id])
        try insert(digests, into: "attempt_digest", "attempt_id", id)
        try execute(
            sql: """
                INSERT OR REPLACE INTO attempt_seal (attempt_id, run_id, digest)
                SELECT id, run_id, ? FROM attempt WHERE id = ?
                """, arguments: [ColumnDigest.seal(digests), id])
    }

    /// Stores the digests of a run that has its results.
    func sealRun(_ id: Int64) throws {
        let digests = try digests(run: id)
        try insert(digests, into: "run_digest", "run_id", id)
        try execute(
            sql: "INSERT OR REPLACE INTO run_seal (run_id, digest) VALUES (?, ?)",
            arguments: [id, ColumnDigest.seal(digests, try attemptSeals(run: id))])
    }

    /// Returns the seals of a run's attempts, each with its number.
    func attemptSeals(run: Int64) throws -> [String] {
        try Row.fetchAll(
            self,
            sql: "SELECT attempt_id, digest FROM attempt_seal WHERE run_id = ? ORDER BY attempt_id",
            arguments: [run]
        ).map { "attempt \($0[0] as Int64) \($0[1] as String)" }
    }

    private func insert(
        _ digests: [ColumnDigest], into table: String, _ owner: String, _ id: Int64
    ) throws {
        let insert = try cachedStatement(
            sql: """
                INSERT OR REPLACE INTO \(table)
                    (\(owner), table_name, column_name, row_count, digest)
                VALUES (?, ?, ?, ?, ?)
                """)
        for digest in digests {
            try insert.execute(
                arguments: [id, digest.table, digest.column, digest.rowCount, digest.digest])
        }
    }

    /// Returns the stored digests of an attempt or a run.
    func storedDigests(_ table: String, _ column: String, _ owner: Int64) throws -> [ColumnDigest] {
        let select = try cachedStatement(sql: "SELECT * FROM \(table) WHERE \(column) = ?")
        return try ColumnDigest.fetchAll(select, arguments: [owner])
    }
}

extension GateStore {
    /// Returns the seal of a run: the digest over its attempts and results that its report prints;
    /// nil for a run that has none.
    public func seal(run id: Int64) throws(StoreError) -> String? {
        try read("read the seal") { database in
            try String.fetchOne(
                database, sql: "SELECT digest FROM run_seal WHERE run_id = ?", arguments: [id])
        }
    }
}
