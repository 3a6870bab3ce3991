import GRDB
import GateKit

/// One attempt of a store that is being verified.
struct AttemptVerification {
    let store: GateStore
    let run: Int64
    let attempt: Int64

    func perform(isSealed: Bool) throws(StoreError) -> (findings: [Finding], samples: Int) {
        var findings: [Finding] = []
        var samples = 0
        let stored = StoredSamples()
        let seal = try store.read("read the seal") { database in
            try String.fetchOne(
                database, sql: "SELECT digest FROM attempt_seal WHERE attempt_id = ?",
                arguments: [attempt])
        }
        if let seal {
            findings += try digestFindings(seal, &samples, stored)
        } else if isSealed, try wasJudged() {
            findings.append(
                Finding(
                    run: run, attempt: attempt, "attempt_seal",
                    "the attempt was judged, but its seal is missing"))
        }
        findings += try verdictFindings(stored)
        return (findings, samples)
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

    /// What cannot be read at all is a finding of its own; the rest of the store is still looked at.
    private func verdictFindings(_ samples: StoredSamples) throws(StoreError) -> [Finding] {
        do {
            let stored = try store.judgements(attempt: attempt)
            guard !stored.isEmpty else { return [] }
            let again = try store.recomputedJudgements(
                attempt: attempt, from: samples)
            return zip(again, stored).flatMap { differences($0, $1) }
                + (again.count == stored.count
                    ? []
                    : [
                        Finding(
                            run: run, attempt: attempt, "judgement",
                            "\(stored.count) of \(again.count) judgements are stored")
                    ])
        } catch let error where error.kind == .damaged || error.kind == .notFound {
            return [Finding(run: run, attempt: attempt, "attempt", error.description)]
        }
    }

    private func differences(
        _ again: AttemptJudgement, _ stored: AttemptJudgement
    ) -> [Finding] {
        func finding(_ table: String, _ what: String) -> Finding {
            Finding(run: run, attempt: attempt, table, what)
        }
        var findings: [Finding] = []
        if (again.gate, again.verdict, again.contractVerdict, again.reason)
            != (stored.gate, stored.verdict, stored.contractVerdict, stored.reason)
        {
            findings.append(
                finding(
                    "judgement",
                    "\(again.gate.rawValue) is stored as \(stored.verdict.rawValue) and comes out "
                        + "as \(again.verdict.rawValue): \(again.reason)"))
        }
        if again.checks != stored.checks {
            let ids = again.checks.filter { !stored.checks.contains($0) }.map(\.check.id)
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
