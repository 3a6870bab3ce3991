import GRDB
public import GateKit

extension GateStore {
    /// Returns everything that a validation report shows of a run, or of the newest run for nil.
    ///
    /// - Parameters:
    ///   - declarations: what the catalogue says of each gate.
    ///   - notes: the texts of `results/notes`.
    public func report(
        run id: Int64?, declarations: [GateDeclaration], notes: [Note]
    ) throws(StoreError) -> RunReport {
        let run = try run(id)
        let real = try attempts(run: run.id).filter { $0.plan.control == nil }
        let matrix = try matrix()
        let seal = try seal(run: run.id)
        let sensitivities = try sensitivities(
            platform: run.platform, hostClass: run.hostClass)
        return try read("read the report") { database in
            RunReport(
                run: run, declarations: declarations, matrix: matrix,
                results: try database.gateResults(run: run.id),
                attempts: try real.map { attempt in
                    AttemptReport(
                        attempt: attempt, judgements: try database.judgements(of: attempt),
                        series: try database.summaries(attempt: attempt.id))
                },
                controls: try database.controlResults(run: run.id),
                notes: notes, seal: seal, sensitivities: sensitivities)
        }
    }

    /// Returns every cell of the matrix: the newest result of each gate, platform and host class.
    public func matrix() throws(StoreError) -> [MatrixCell] {
        try read("read the matrix") { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM newest_gate_result ORDER BY gate, platform, host_class"
            ).map { row in
                MatrixCell(
                    platform: try row.named("platform"), hostClass: row["host_class"],
                    runID: row["run_id"], finishedAt: row["finished_at"],
                    result: try GateResult(row: row), earlierNoGo: row["earlier_no_go"])
            }
        }
    }
}

extension Database {
    /// Returns the stored results of a run, by gate.
    func gateResults(run: Int64) throws -> [GateResult] {
        try Row.fetchAll(
            self, sql: "SELECT * FROM gate_result WHERE run_id = ? ORDER BY gate", arguments: [run]
        ).map { try GateResult(row: $0) }
    }

    /// Returns the stored results of a run's controls, in their order.
    func controlResults(run: Int64) throws -> [ControlResult] {
        try Row.fetchAll(
            self, sql: "SELECT * FROM control_result WHERE run_id = ? ORDER BY position",
            arguments: [run]
        ).map { try ControlResult(row: $0) }
    }

    /// Returns the summaries of an attempt's series by name, warm-up left out.
    fileprivate func summaries(attempt: Int64) throws -> [SeriesSummary] {
        try StoredSeries.measured(of: attempt, in: self).compactMap { series in
            let samples = SortedSamples(try samples(series: series.id))
            return Summary(samples).map {
                SeriesSummary(metric: series.metric, unit: series.unit, summary: $0)
            }
        }
    }
}
