import GRDB
import GateKit

/// One attempt of a store that is being verified.
struct AttemptVerification {
    /// What came of it.
    struct Outcome {
        var findings: [Finding]
        /// How many samples were compared with their digests.
        var samples = 0
        /// How many measured samples of each metric a real attempt holds; empty for a control, nil
        /// where it cannot be read.
        var counts: [String: Int]?
    }

    let store: GateStore
    let run: Int64
    let attempt: Int64

    func perform(isSealed: Bool) throws(StoreError) -> Outcome {
        var outcome = Outcome(findings: [])
        let samples = StoredSamples()
        let seal = try store.read("read the seal") { database in
            try String.fetchOne(
                database, sql: "SELECT digest FROM attempt_seal WHERE attempt_id = ?",
                arguments: [attempt])
        }
        if let seal {
            outcome.findings += try digestFindings(seal, &outcome.samples, samples)
        } else if isSealed, try wasJudged() {
            outcome.findings.append(
                Finding(
                    run: run, attempt: attempt, "attempt_seal",
                    "the attempt was judged, but its seal is missing"))
        }
        // What cannot be read at all is a finding of its own; the rest is still looked at.
        do throws(StoreError) {
            let record = try store.attempt(attempt)
            outcome.findings += try verdictFindings(record, samples)
            outcome.counts = try counts(record, samples)
        } catch {
            guard error.kind == .damaged || error.kind == .notFound else { throw error }
            outcome.findings.append(
                Finding(run: run, attempt: attempt, "attempt", error.description))
        }
        return outcome
    }

    private func counts(
        _ record: AttemptRecord, _ samples: StoredSamples
    ) throws(StoreError) -> [String: Int] {
        guard !record.plan.isControl else { return [:] }
        return try store.read("count the samples") { database in
            try SeriesRow.measured(of: attempt, in: database).reduce(into: [:]) {
                $0[$1.metric, default: 0] += try samples.of(series: $1.id, in: database)
                    .values.count
            }
        }
    }

    private func digestFindings(
        _ seal: String, _ samples: inout Int, _ storedSamples: StoredSamples
    ) throws(StoreError) -> [Finding] {
        let compared = try store.read("compare the digests") { database in
            let stored = try database.storedDigests("attempt_digest", "attempt_id", attempt)
            let now = try database.digests(attempt: attempt, from: storedSamples)
            return (stored, now)
        }
        samples = compared.1.last?.rowCount ?? 0
        var findings = Comparison.findings(
            compared.0, compared.1, run: run, attempt: attempt)
        if ColumnDigest.seal(compared.0) != seal {
            findings.append(
                Finding(
                    run: run, attempt: attempt, "attempt_seal", or: ["attempt_digest"],
                    "the digests do not add up to the seal"))
        }
        return findings
    }

    private func wasJudged() throws(StoreError) -> Bool {
        try store.read("read the judgement") { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM judgement WHERE attempt_id = ?)",
                arguments: [attempt]) ?? false
        }
    }

    private func verdictFindings(
        _ record: AttemptRecord, _ samples: StoredSamples
    ) throws(StoreError) -> [Finding] {
        let stored = try store.judgements(record)
        guard !stored.isEmpty else { return [] }
        let again = try store.recomputedJudgements(record, from: samples)
        var findings = zip(again, stored).flatMap { differences($0, $1) }
        if again.count != stored.count {
            findings.append(
                Finding(
                    run: run, attempt: attempt, "judgement",
                    "\(stored.count) of \(again.count) judgements are stored"))
        }
        return findings
    }

    private func differences(
        _ again: AttemptJudgement, _ stored: AttemptJudgement
    ) -> [Finding] {
        func finding(_ table: String, _ what: String) -> Finding {
            Finding(run: run, attempt: attempt, table, what)
        }
        var findings: [Finding] = []
        if (again.gate, again.verdict, again.contractVerdict)
            != (stored.gate, stored.verdict, stored.contractVerdict)
            || !again.reason.isSame(as: stored.reason)
        {
            findings.append(
                finding(
                    "judgement",
                    "\(again.gate.rawValue) is stored as \(stored.verdict.rawValue) and comes out "
                        + "as \(again.verdict.rawValue): \(again.reason.sentence)"))
        }
        let ids = again.checks.filter { check in
            !stored.checks.contains { check.isSame(as: $0) }
        }.map(\.check.id)
        if !ids.isEmpty || again.checks.count != stored.checks.count {
            findings.append(
                finding(
                    "check_result", "\(ids.joined(separator: ", ")) come out differently"))
        }
        if again.milestones != stored.milestones {
            findings.append(finding("milestone_result", "the milestones come out differently"))
        }
        return findings
    }
}

/// Compares stored digests with those of what is stored now.
enum Comparison {
    static func findings(
        _ stored: [ColumnDigest], _ now: [ColumnDigest], run: Int64, attempt: Int64?
    ) -> [Finding] {
        func key(_ digest: ColumnDigest) -> String { "\(digest.table).\(digest.column)" }
        let before = Dictionary(stored.map { (key($0), $0) }, uniquingKeysWith: { $1 })
        var findings: [Finding] = []
        for digest in now {
            guard let old = before[key(digest)] else {
                // A digest that was removed breaks the seal. What is younger than the seal has
                // none: a column that was added since, a table that was empty then.
                guard digest.rowCount > 0, !stored.contains(where: { $0.table == digest.table })
                else { continue }
                findings.append(
                    Finding(
                        run: run, attempt: attempt,
                        digest.table,
                        column: digest.column, "rows were added after the digests were made"))
                continue
            }
            guard old != digest else { continue }
            let what =
                old.rowCount == digest.rowCount
                ? "was changed" : "\(old.rowCount) rows were stored, \(digest.rowCount) are there"
            findings.append(
                Finding(run: run, attempt: attempt, digest.table, column: digest.column, what))
        }
        return findings
    }
}
