import GRDB
public import GateKit

extension GateStore {
    /// Judges an ended attempt by its stored rule and evidence, stores the judgements and returns
    /// them, one for each gate that the attempt serves.
    ///
    /// Nothing that the harness holds in memory takes part, so that a verdict can always be
    /// computed again.
    public func judge(attempt id: Int64) throws(StoreError) -> [AttemptJudgement] {
        let record = try attempt(id)
        let evidence = try evidence(attempt: id)
        let judgements = record.plan.gates.map { record.rule.judge(evidence, gate: $0) }
        try write("store the judgement") { database in
            if let noise = record.rule.noise {
                let court = NoiseCourt(noise, evidence, edition: record.rule.edition)
                try database.markGuilt(court, attempt: id)
            }
            for judgement in judgements { try judgement.insert(database, attempt: id) }
            try database.sealAttempt(id)
        }
        return judgements
    }

    /// Returns what an attempt's stored rule and evidence come out as, and stores nothing.
    public func recomputedJudgements(
        attempt id: Int64
    ) throws(StoreError) -> [AttemptJudgement] {
        try recomputedJudgements(attempt: id, from: StoredSamples())
    }

    /// Returns the same from samples that may have been read already.
    func recomputedJudgements(
        attempt id: Int64, from samples: StoredSamples
    ) throws(StoreError) -> [AttemptJudgement] {
        let record = try attempt(id)
        let evidence = try evidence(attempt: id, from: samples)
        return record.plan.gates.map { record.rule.judge(evidence, gate: $0) }
    }

    /// Returns the judgements that are stored of an attempt; none while it runs.
    public func judgements(attempt id: Int64) throws(StoreError) -> [AttemptJudgement] {
        let record = try attempt(id)
        return try read("read the judgements") { database in
            try database.judgements(of: record)
        }
    }
}

extension AttemptJudgement {
    func insert(_ database: Database, attempt: Int64) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO judgement VALUES (?, ?, ?, ?, ?)",
            arguments: [
                attempt, gate.rawValue, verdict.rawValue, contractVerdict.rawValue, reason,
            ])
        for result in checks {
            try database.execute(
                sql: "INSERT OR REPLACE INTO check_result VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    attempt, result.check.id, result.value, result.bound, result.sampleCount,
                    result.verdict.rawValue, result.reason, result.excludedCount,
                ])
        }
        for result in milestones {
            try database.execute(
                sql: "INSERT OR REPLACE INTO milestone_result VALUES (?, ?, ?)",
                arguments: [attempt, result.milestone.id, result.reached])
        }
    }
}

extension Database {
    /// Returns the stored judgements of an attempt, in the order of its plan's gates.
    func judgements(of attempt: AttemptRecord) throws -> [AttemptJudgement] {
        var kills = AttemptEvidence(
            series: [:], ending: attempt.ending ?? .interrupted, reachedItsEnd: false)
        kills.violations = try violations(attempt: attempt.id)
        let windows = try Row.fetchOne(
            self,
            sql: """
                SELECT total(max(0, end_ns - start_ns)) FILTER (WHERE guilty IS NOT NULL),
                    total(max(0, end_ns - start_ns))
                FROM host_window WHERE attempt_id = ?
                """, arguments: [attempt.id])
        let hostWasNoisy =
            attempt.rule.noise.map {
                NoiseCourt.isNoisy(guilty: windows?[0] ?? 0, of: windows?[1] ?? 0, $0)
            } ?? false
        return try attempt.plan.gates.compactMap { gate in
            let row = try Row.fetchOne(
                self, sql: "SELECT * FROM judgement WHERE attempt_id = ? AND gate = ?",
                arguments: [attempt.id, gate.rawValue])
            guard let row else { return nil }
            return AttemptJudgement(
                gate: gate, verdict: try row.named("verdict"),
                contractVerdict: try row.named("contract_verdict"), reason: row["reason"],
                checks: try checkResults(of: attempt, gate: gate),
                milestones: try milestoneResults(of: attempt, gate: gate),
                violations: kills.allViolations, hostWasNoisy: hostWasNoisy)
        }
    }

    private func checkResults(of attempt: AttemptRecord, gate: GateID) throws -> [CheckResult] {
        let select = try cachedStatement(
            sql: "SELECT * FROM check_result WHERE attempt_id = ? AND check_id = ?")
        return try attempt.rule.checks.filter { $0.gate == gate }.compactMap { check in
            let row = try Row.fetchOne(select, arguments: [attempt.id, check.id])
            guard let row else { return nil }
            return CheckResult(
                check: check, value: row["value"], bound: row["bound"],
                sampleCount: row["sample_count"], excludedCount: row["excluded_count"],
                verdict: try row.named("verdict"), reason: row["reason"])
        }
    }

    private func milestoneResults(
        of attempt: AttemptRecord, gate: GateID
    ) throws -> [MilestoneResult] {
        let select = try cachedStatement(
            sql: "SELECT reached FROM milestone_result WHERE attempt_id = ? AND milestone_id = ?")
        return try attempt.rule.milestones.filter { $0.gate == gate }.compactMap { milestone in
            let reached = try Int.fetchOne(select, arguments: [attempt.id, milestone.id])
            return reached.map { MilestoneResult(milestone: milestone, reached: $0) }
        }
    }
}
