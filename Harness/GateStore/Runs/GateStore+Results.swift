import GRDB
public import GateKit

extension GateStore {
    /// Returns every cell of the matrix: the newest result of each gate, platform and host class.
    public func matrix() throws(StoreError) -> [MatrixCell] {
        try read("read the matrix") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM (\(Views.newestGateResult)) ORDER BY gate, platform, host_class
                    """
            ).map { row in
                let place = try MatrixPlace(row: row)
                let result = try GateResultRow(row: row)
                return MatrixCell(
                    platform: place.platform, hostClass: place.hostClass, runID: result.runId,
                    finishedAt: place.finishedAt, result: try result.result(database),
                    earlierNoGo: place.earlierNoGo)
            }
        }
    }

    /// Computes the results of a run again from what it stored.
    ///
    /// - Parameter sampleCounts: How many measured samples of each metric its real attempts hold
    ///   together, where that is known already.
    func recomputedResults(
        _ run: RunRecord, sampleCounts: [String: Int]? = nil
    ) throws(StoreError) -> (results: [GateResult], controls: [ControlResult]) {
        let attempts = try attempts(run: run.id)
        var judgements: [AttemptJudgement] = []
        var controls: [ControlResult] = []
        var twins = Twins()
        for attempt in attempts {
            let judged = try self.judgements(attempt)
            controls += attempt.plan.judgeControls(
                judged, edition: attempt.rule.edition, twins: twins)
            if !attempt.plan.isControl {
                judgements += judged
                twins.add(judged, of: attempt.plan.procedure)
            }
        }
        let faults = try read("read the faults of the run") { database in
            try RunFaultRow.all(database, "run_id", run.id).map { HarnessFault($0.kind, $0.text) }
        }
        let counts: [String: Int]
        if let sampleCounts {
            counts = sampleCounts
        } else {
            counts = try self.sampleCounts(run: run.id)
        }
        let evidence = RunEvidence(
            judgements: judgements, controls: controls,
            rules: attempts.filter { !$0.plan.isControl }.map(\.rule),
            sampleCounts: counts, faults: faults,
            wasInterrupted: run.state == .interrupted, refusal: run.refusal)
        return (run.declarations.map { $0.judge(evidence) }.sorted { $0.gate < $1.gate }, controls)
    }

    /// Stores how small a slowdown a gate was shown to reject.
    public func store(_ result: SensitivityResult, run: Int64) throws(StoreError) {
        try write("store the sensitivity") { database in
            try SensitivityRow(result, run: run).insert(database)
        }
    }

    /// Returns the newest sensitivity of each gate on a platform and kind of host: that of the run
    /// that began last.
    public func sensitivities(
        platform: PlatformID, hostClass: String
    ) throws(StoreError) -> [SensitivityResult] {
        try read("read the sensitivities") { database in
            try SensitivityRow.fetchAll(
                database,
                sql: """
                    SELECT * FROM sensitivity WHERE (run_id, gate) IN (
                        SELECT run_id, gate FROM (\(Views.newestSensitivity))
                        WHERE platform = ? AND host_class = ?
                    ) ORDER BY gate
                    """, arguments: [platform.rawValue, hostClass]
            ).map(\.result)
        }
    }
}

/// Where a cell of the matrix stands, as its view names it.
private struct MatrixPlace: StoredRow {
    static let databaseTableName = "newest_gate_result"

    var platform: PlatformID
    var hostClass: String
    var finishedAt: Int64?
    var earlierNoGo: Int64?
}

extension Database {
    /// Returns the stored results of a run, by gate.
    ///
    /// - Parameter known: Those that have been read already: to find out what an older store's run
    ///   lacks means counting its samples.
    func gateResults(run: Int64, known: [GateResult] = []) throws -> [GateResult] {
        try GateResultRow.all(self, "run_id", run, order: "gate").map { row in
            try known.first { $0.gate == row.gate } ?? row.result(self)
        }
    }

    /// Returns the stored results of a run's controls, in their order.
    func controlResults(run: Int64) throws -> [ControlResult] {
        try ControlResultRow.all(self, "run_id", run).map { try $0.result }
    }

    /// Returns what the real attempts of a run lack of the lengths of a gate.
    func shortfall(run: Int64, _ gate: GateID) throws -> [Shortfall] {
        let lengths = try RuleLengthRow.fetchAll(
            self,
            sql: """
                SELECT rule_length.* FROM attempt JOIN rule_length ON attempt_id = attempt.id
                WHERE run_id = ? AND control IS NULL ORDER BY attempt_id, position
                """, arguments: [run]
        ).map(\.length)
        return Shortfall.all(
            gate, rules: [Rule(checks: [], contractLengths: lengths)],
            sampleCounts: try sampleCounts(
                run: run, of: lengths.filter { $0.gate == gate }.map(\.metric)))
    }
}
