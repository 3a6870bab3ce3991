import GRDB
public import GateKit

extension GateStore {
    /// Judges an ended attempt by its stored rule and evidence and stores what comes of it.
    ///
    /// Nothing that the harness holds in memory takes part, so that a verdict can always be
    /// computed again. A statistic that is exactly zero where time must have passed becomes a fault
    /// of the attempt first. The samples are read once, for that, for the judgement and for the
    /// digests.
    public func judge(attempt id: Int64) throws(StoreError) -> JudgedAttempt {
        let record = try attempt(id)
        let samples = StoredSamples()
        var evidence = try evidence(attempt: id, from: samples)
        let zeros = record.rule.zeroStatistics(evidence).filter { !evidence.faults.contains($0) }
        if !zeros.isEmpty {
            try append(zeros.map { .fault($0) }, attempt: id)
            evidence = try self.evidence(attempt: id, from: samples)
        }
        let judgements = record.plan.gates.map { record.rule.judge(evidence, gate: $0) }
        try write("store the judgement") { database in
            if let account = record.rule.account(of: evidence) {
                try database.mark(account, attempt: id)
            }
            for judgement in judgements { try database.insert(judgement, attempt: id) }
            try database.sealAttempt(id, from: samples)
        }
        return JudgedAttempt(judgements: judgements, faults: evidence.faults)
    }

    /// Returns what an attempt's stored rule and evidence come out as, and stores nothing.
    public func recomputedJudgements(
        attempt id: Int64
    ) throws(StoreError) -> [AttemptJudgement] {
        try recomputedJudgements(try attempt(id), from: StoredSamples())
    }

    /// Returns the same from samples that may have been read already.
    func recomputedJudgements(
        _ record: AttemptRecord, from samples: StoredSamples
    ) throws(StoreError) -> [AttemptJudgement] {
        let evidence = try evidence(attempt: record.id, from: samples)
        return record.plan.gates.map { record.rule.judge(evidence, gate: $0) }
    }

    /// Returns the judgements that are stored of an attempt; none while it runs.
    public func judgements(attempt id: Int64) throws(StoreError) -> [AttemptJudgement] {
        try judgements(try attempt(id))
    }

    /// Returns the same of an attempt that has been read already.
    func judgements(_ record: AttemptRecord) throws(StoreError) -> [AttemptJudgement] {
        try read("read the judgements") { try $0.judgements(of: record) }
    }
}

extension Database {
    /// Stores a judgement of an attempt in the place of an older one.
    fileprivate func insert(_ judgement: AttemptJudgement, attempt: Int64) throws {
        try JudgementRow(judgement, attempt: attempt).insert(self, onConflict: .replace)
        for result in judgement.checks {
            try CheckResultRow(result, attempt: attempt).insert(self, onConflict: .replace)
        }
        for result in judgement.milestones {
            try MilestoneResultRow(
                attemptId: attempt, milestoneId: result.milestone.id, reached: result.reached
            ).insert(self, onConflict: .replace)
        }
    }

    /// Returns the stored judgements of an attempt, in the order of its plan's gates.
    func judgements(of attempt: AttemptRecord) throws -> [AttemptJudgement] {
        let rows = try JudgementRow.all(self, "attempt_id", attempt.id, order: "gate")
        let checks = Dictionary(
            grouping: try CheckResultRow.all(self, "attempt_id", attempt.id, order: "check_id"),
            by: \.checkId)
        let milestones = Dictionary(
            grouping: try MilestoneResultRow.all(
                self, "attempt_id", attempt.id, order: "milestone_id"),
            by: \.milestoneId)
        var ended = AttemptEvidence(
            series: [:], ending: attempt.ending ?? .interrupted, reachedItsEnd: false)
        ended.violations = try ViolationRow.all(self, "attempt_id", attempt.id).map(\.violation)
        ended.windows = try watched(attempt)
        let wasMarkedNoisy = try wasMarkedNoisy(attempt)
        return attempt.plan.gates.compactMap { gate in
            guard let row = rows.first(where: { $0.gate == gate }) else { return nil }
            let loss = row.hostLoss
            let limit = attempt.rule.noise?.maximumExcluded ?? .infinity
            return AttemptJudgement(
                gate: gate, verdict: row.verdict, contractVerdict: row.contractVerdict,
                reason: row.why,
                checks: attempt.rule.checks.filter { $0.gate == gate }.compactMap { check in
                    checks[check.id]?.first?.result(of: check)
                },
                milestones: attempt.rule.milestones.filter { $0.gate == gate }.compactMap {
                    milestone in
                    milestones[milestone.id]?.first.map {
                        MilestoneResult(milestone: milestone, reached: $0.reached)
                    }
                },
                violations: ended.allViolations(attempt.rule.edition),
                hostWasNoisy: loss.map { $0.share > limit } ?? wasMarkedNoisy, hostLoss: loss)
        }
    }

    /// Returns one window over all the time that the host was watched; none where it was not.
    private func watched(_ attempt: AttemptRecord) throws -> [HostWindow] {
        let row = try Row.fetchOne(
            self,
            sql: """
                SELECT start_ns AS first, (SELECT end_ns FROM host_window
                    WHERE attempt_id = :id ORDER BY position DESC LIMIT 1) AS last
                FROM host_window WHERE attempt_id = :id ORDER BY position LIMIT 1
                """, arguments: ["id": attempt.id])
        guard let row else { return [] }
        return [
            HostWindow(
                start: UInt64(stored: try row.decode(forColumn: "first")),
                end: UInt64(stored: try row.decode(forColumn: "last")))
        ]
    }

    /// Whether too much of an attempt's time was contaminated, by the marks that rules of the first
    /// two editions store.
    private func wasMarkedNoisy(_ attempt: AttemptRecord) throws -> Bool {
        guard let rule = attempt.rule.noise, attempt.rule.edition != .third else { return false }
        let times = try Row.fetchOne(
            self,
            sql: """
                SELECT total(max(0, end_ns - start_ns)) FILTER (WHERE guilty IS NOT NULL),
                    total(max(0, end_ns - start_ns))
                FROM host_window WHERE attempt_id = ?
                """, arguments: [attempt.id])
        guard let times else { return false }
        return rule.isNoisy(
            contaminated: try times.decode(atIndex: 0), of: try times.decode(atIndex: 1))
    }
}
