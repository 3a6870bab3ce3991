import GRDB
import GateKit

/// Something in a store that is not what a run left there.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// The run that it concerns; nil where it is the file.
    public var run: Int64?
    /// The attempt, where it is one.
    public var attempt: Int64?
    /// The tables that it names.
    public var tables: [String]
    /// The column, where it is one.
    public var column: String?
    /// What is wrong, in one sentence.
    public var text: String

    init(
        run: Int64?, attempt: Int64? = nil, _ table: String, or others: [String] = [],
        column: String? = nil, _ text: String
    ) {
        self.run = run
        self.attempt = attempt
        tables = [table] + others
        self.column = column
        self.text = text
    }

    /// Where and what, in one line.
    public var description: String {
        var place = run.map { "run \($0)" } ?? "the file"
        if let attempt { place += ", attempt \(attempt)" }
        let name = tables.joined(separator: " or ") + (column.map { ".\($0)" } ?? "")
        return "\(place), \(name): \(text)"
    }
}

/// What came of verifying a store.
public struct Verification: Hashable, Sendable {
    /// Everything that differs.
    public var findings: [Finding] = []
    /// What could not be verified and why, without being wrong.
    public var notes: [String] = []
    /// How many runs were looked at.
    public var runs = 0
    /// How many attempts were judged again.
    public var attempts = 0
    /// How many samples that took.
    public var samples = 0
}

extension GateStore {
    /// Computes every verdict of the store again, compares it with the stored one, and compares
    /// everything that a verdict rests on with its digest.
    ///
    /// - Parameter only: the one run to look at; nil for all of them.
    public func verify(run only: Int64? = nil) throws(StoreError) -> Verification {
        if let only { _ = try seal(run: only) }
        var verification = Verification()
        let complaints = try read("check the file") { database in
            try String.fetchAll(database, sql: "PRAGMA quick_check(5)").filter { $0 != "ok" }
        }
        verification.findings += complaints.map { Finding(run: nil, "the file", $0) }
        let foreign = try foreignObjectsNow()
        verification.findings += foreign.map { Finding(run: nil, $0.name.description, $0.what) }
        // Without its own tables no question to the file means anything.
        guard foreign.allSatisfy(\.isOfView) else { return verification }
        let runs = try read("list the runs") { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM run UNION SELECT run_id FROM run_seal
                    UNION SELECT run_id FROM attempt UNION SELECT run_id FROM attempt_seal
                    ORDER BY 1
                    """)
        }
        guard only.map(runs.contains) ?? true else { throw notFound("run \(only ?? 0)") }
        if only == nil { verification.findings += try strayRows() }
        for id in runs where only == nil || only == id {
            try RunVerification(store: self, run: id).perform(&verification)
        }
        return verification
    }

    /// Finds tables, indexes, triggers and views that are not a store's, or not as it has them.
    private func foreignObjectsNow() throws(StoreError) -> [StoreSchema.Difference] {
        let now = try read("compare the schema") { database in
            try StoreSchema(database).differences(from: Schema.version)
        }
        return foreignObjects + now.filter { !foreignObjects.contains($0) }
    }

    /// Finds rows that belong to no attempt and no run: their owner's number was changed.
    private func strayRows() throws(StoreError) -> [Finding] {
        try read("look for stray rows") { database in
            try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
                Finding(
                    run: nil, try row.decode(String.self, forColumn: "table"),
                    "a row refers to a row of \(try row.decode(String.self, forColumn: "parent")) "
                        + "that is not there")
            }
        }
    }
}

/// One run of a store that is being verified.
struct RunVerification {
    let store: GateStore
    let run: Int64

    /// How many measured samples of each metric the real attempts hold together; nil where one of
    /// them cannot be read.
    private typealias Counts = [String: Int]?

    func perform(_ verification: inout Verification) throws(StoreError) {
        verification.runs += 1
        let state = try store.read("read the run") { database in
            try String.fetchOne(
                database, sql: "SELECT state FROM run WHERE id = ?", arguments: [run])
        }
        guard let state else {
            verification.findings.append(
                Finding(run: run, "run", "the run is missing, but not what it left"))
            return
        }
        let isSealed = try sealIsDue()
        let seal = try store.seal(run: run)
        if !isSealed {
            verification.notes.append("run \(run) is older than digests: verdicts alone compared")
            if seal != nil {
                verification.findings.append(
                    Finding(
                        run: run, "first_sealed_run",
                        "the store says that the run is older than seals, but it has one"))
            }
        }
        let counts = try verifyAttempts(&verification, isSealed: isSealed)
        if seal == nil, [RunRecord.State.broken, .running].map(\.rawValue).contains(state) {
            verification.notes.append(
                "run \(run) is \(state): its attempts were compared, results it has none")
            verification.findings += try resultsOfAnUnfinishedRun(state)
            return
        }
        if isSealed { verification.findings += try sealFindings(seal) }
        verification.findings += try resultFindings(counts)
    }

    private func sealIsDue() throws(StoreError) -> Bool {
        try store.read("read the seals") { database in
            let first = try Int64.fetchOne(
                database, sql: "SELECT min(run_id) FROM first_sealed_run")
            // Without the mark every run is due: removing it frees nobody.
            return run >= first ?? 0
        }
    }

    // MARK: - Attempts

    private func verifyAttempts(
        _ verification: inout Verification, isSealed: Bool
    ) throws(StoreError) -> Counts {
        let ids = try store.read("list the attempts") { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM attempt WHERE run_id = :run
                    UNION SELECT attempt_id FROM attempt_seal WHERE run_id = :run ORDER BY 1
                    """, arguments: ["run": run])
        }
        var counts: Counts = [:]
        for id in ids {
            let outcome = try AttemptVerification(store: store, run: run, attempt: id)
                .perform(isSealed: isSealed)
            verification.attempts += 1
            verification.samples += outcome.samples
            verification.findings += outcome.findings
            counts = outcome.counts.flatMap { more in counts?.merging(more, uniquingKeysWith: +) }
        }
        return counts
    }

    // MARK: - The run itself

    private func resultsOfAnUnfinishedRun(_ state: String) throws(StoreError) -> [Finding] {
        let count = try store.read("read the results") { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT (SELECT count(*) FROM gate_result WHERE run_id = :run)
                        + (SELECT count(*) FROM control_result WHERE run_id = :run)
                    """, arguments: ["run": run]) ?? 0
        }
        guard count > 0 else { return [] }
        return [
            Finding(
                run: run, "run", or: ["run_seal"],
                "the run is \(state) without a seal, but has results")
        ]
    }

    private func sealFindings(_ seal: String?) throws(StoreError) -> [Finding] {
        guard let seal else {
            return [Finding(run: run, "run_seal", "the run ended, but its seal is missing")]
        }
        return try store.read("compare the digests of the run") { database in
            let stored = try database.storedDigests("run_digest", "run_id", run)
            var findings = Comparison.findings(
                stored, try database.digests(run: run), run: run, attempt: nil)
            if ColumnDigest.seal(stored, try database.attemptSeals(run: run)) != seal {
                findings.append(
                    Finding(
                        run: run, "run_seal", or: ["run_digest", "attempt_seal"],
                        "the digests do not add up to the seal"))
            }
            return findings
        }
    }

    private func resultFindings(_ counts: Counts) throws(StoreError) -> [Finding] {
        do {
            let record = try store.run(run)
            let stored = try store.read("read the results") { database in
                (
                    results: try database.gateResults(run: run),
                    controls: try database.controlResults(run: run)
                )
            }
            let again = try store.recomputedResults(record, sampleCounts: counts)
            var findings: [Finding] = []
            // A search for a sensitivity keeps its own result instead of its attempts'.
            if !record.gates.isEmpty, !isSame(again.controls, stored.controls) {
                findings.append(
                    Finding(run: run, "control_result", "the controls come out differently"))
            }
            guard !record.declarations.isEmpty else { return findings }
            for result in again.results
            where !stored.results.contains(where: { result.isSame(as: $0) }) {
                findings.append(
                    Finding(
                        run: run, "gate_result",
                        "\(result.gate.rawValue) comes out as \(result.verdict.rawValue): "
                            + result.sentence))
            }
            if again.results.count != stored.results.count {
                findings.append(
                    Finding(
                        run: run, "gate_result",
                        "\(stored.results.count) gates are stored, \(again.results.count) were asked "
                            + "for"))
            }
            return findings
        } catch let error where error.kind == .damaged {
            return [Finding(run: run, "run", error.description)]
        }
    }

    private func isSame(_ again: [ControlResult], _ stored: [ControlResult]) -> Bool {
        again.count == stored.count && zip(again, stored).allSatisfy { $0.isSame(as: $1) }
    }
}
