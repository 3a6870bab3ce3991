import GRDB
import GateKit

/// The digest of one column of the rows that belong to an attempt or a run.
struct ColumnDigest: Codable, Hashable, FetchableRecord {
    var table: String
    var column: String
    var rowCount: Int
    var digest: String

    enum CodingKeys: String, CodingKey {
        case table = "table_name"
        case column = "column_name"
        case rowCount = "row_count"
        case digest
    }

    /// Returns the digest over digests: what a seal is.
    static func seal(_ digests: [ColumnDigest], _ more: [String] = []) -> String {
        let lines = digests.map { "\($0.table) \($0.column) \($0.rowCount) \($0.digest)" }.sorted()
        return SHA256.digest((lines + more).joined(separator: "\n").utf8)
    }
}

/// A table whose rows belong to one attempt or one run.
struct SealedTable {
    var name: String
    /// Chooses the rows; `?` is the owner's number.
    var condition: String

    /// Everything that the verdict of an attempt rests on, and the verdict; samples apart.
    static let ofAttempt: [SealedTable] =
        [SealedTable(name: "attempt", condition: "id = ?")]
        + [
            "rule", "rule_check", "rule_milestone", "rule_length", "rule_noise", "series",
            "host_window", "host_pulse", "event", "violation", "fault", "fact", "artefact",
            "judgement",
            "check_result", "milestone_result",
        ].map { SealedTable(name: $0, condition: "attempt_id = ?") }
        + [
            SealedTable(
                name: "sample_batch",
                condition: "series_id IN (SELECT id FROM series WHERE attempt_id = ?)")
        ]

    /// What the results of a run rest on beside its attempts, and the results.
    static let ofRun: [SealedTable] =
        [SealedTable(name: "run", condition: "id = ?")]
        + [
            "run_gate", "run_fact", "run_declaration", "run_fault", "control_result",
            "gate_result", "sensitivity", "kill_point", "run_origin",
        ].map { SealedTable(name: $0, condition: "run_id = ?") }

    /// Digests the columns of the owner's rows.
    func digests(_ database: Database, owner: Int64) throws -> [ColumnDigest] {
        let columns = try database.columns(in: name)
        let key = columns.filter { $0.primaryKeyIndex > 0 }.map(\.name)
        let digested = try database.digestColumns(
            of: "SELECT * FROM \(name) WHERE \(condition) ORDER BY \(key.joined(separator: ", "))",
            owner: owner)
        return zip(columns, digested.digests).map { column, digest in
            ColumnDigest(
                table: name, column: column.name, rowCount: digested.rowCount, digest: digest)
        }
    }
}

extension Database {
    /// Digests an attempt's samples by column, in the order of series and index.
    ///
    /// Indexes mostly follow each other, so runs of them are digested instead of each.
    private func sampleDigests(
        attempt: Int64, from stored: StoredSamples
    ) throws -> [ColumnDigest] {
        let series = try Int64.fetchAll(
            self, sql: "SELECT id FROM series WHERE attempt_id = ? ORDER BY id",
            arguments: [attempt])
        var owners = SHA256()
        var indexes = SHA256()
        var values = SHA256()
        var count = 0
        for id in series {
            let samples = try stored.of(series: id, in: self)
            count += samples.values.count
            owners.update(words: [UInt64(bitPattern: id), UInt64(samples.values.count)])
            indexes.update(words: Runs.of(samples.indexes))
            values.update(words: BitPatterns.of(samples.values))
        }
        return [("series_id", owners), ("sample_index", indexes), ("value", values)].map {
            ColumnDigest(table: "sample", column: $0, rowCount: count, digest: $1.finish())
        }
    }

    /// Returns every column's digest of what belongs to an attempt.
    func digests(
        attempt: Int64, from stored: StoredSamples = StoredSamples()
    ) throws -> [ColumnDigest] {
        try SealedTable.ofAttempt.flatMap { try $0.digests(self, owner: attempt) }
            + sampleDigests(attempt: attempt, from: stored)
    }

    /// Returns every column's digest of what belongs to a run beside its attempts.
    func digests(run: Int64) throws -> [ColumnDigest] {
        try SealedTable.ofRun.flatMap { try $0.digests(self, owner: run) }
    }
}

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
        ).map { row in
            "attempt \(try row.decode(Int64.self, atIndex: 0)) "
                + (try row.decode(String.self, atIndex: 1))
        }
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
