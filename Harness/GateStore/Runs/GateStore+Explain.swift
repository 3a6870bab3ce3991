import GRDB
public import GateKit

extension GateStore {
    /// Returns everything that is stored of one gate of a run, its samples left out.
    public func cell(_ gate: GateID, run id: Int64) throws(StoreError) -> CellEvidence {
        let run = try run(id)
        return try read("read the cell") { database in
            let rows = try AttemptRow.all(database, "run_id", id, order: "id")
            let own = rows.filter { $0.plan.gates.contains(gate) }
            return CellEvidence(
                run: run, gate: gate,
                result: try GateResultRow.all(database, "run_id", id, order: "gate")
                    .first { $0.gate == gate }?.result(database),
                attempts: try own.filter { !$0.plan.isControl }.map {
                    try database.attempt($0.record(database), of: gate)
                },
                controls: try database.controlResults(run: id).filter { $0.control.gate == gate },
                controlAttempts: Dictionary(
                    own.flatMap { row in row.plan.controls.map { ($0.sabotage, row.id ?? 0) } },
                    uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Returns the newest run that judged a gate, on a platform or, for nil, on any; one that was
    /// not asked for the gate never counts before one that was.
    public func newestRun(of gate: GateID, on platform: PlatformID?) throws(StoreError) -> Int64 {
        try read("look for the newest run") { database in
            let run = try Int64.fetchOne(
                database,
                sql: """
                    SELECT run.id FROM gate_result JOIN run ON run.id = gate_result.run_id
                    WHERE gate_result.gate = :gate AND (:platform IS NULL OR platform = :platform)
                    ORDER BY verdict <> 'PENDING' OR EXISTS (SELECT 1 FROM run_gate
                        WHERE run_gate.run_id = run.id AND run_gate.gate = :gate) DESC,
                        run.id DESC LIMIT 1
                    """,
                arguments: ["gate": gate.rawValue, "platform": platform?.rawValue])
            guard let run else {
                throw notFound(
                    "a run of \(gate.rawValue)" + (platform.map { " on \($0.title)" } ?? ""))
            }
            return run
        }
    }

    /// Returns the measured samples of a metric of an attempt; none where it has none.
    public func samples(
        of metric: String, attempt: Int64
    ) throws(StoreError) -> PlacedSamples {
        try read("read the samples") { database in
            var all = PlacedSamples(attempt: attempt, indexes: [], batches: [], values: [])
            for series in try SeriesRow.measured(of: attempt, in: database)
            where series.metric == metric {
                let samples = try database.indexedSamples(series: series.id)
                all.indexes += samples.indexes
                all.values += samples.values
                all.batches += try database.timed(samples, series: series.id)
            }
            return all
        }
    }
}

extension Database {
    /// Returns when an attempt began by the monotonic clock: the first that was seen of the
    /// machine or of a stub; nil where nothing was.
    func beginning(of attempt: Int64) throws -> UInt64? {
        try Int64.fetchOne(
            self,
            sql: """
                SELECT min(time) FROM (
                    SELECT min(start_ns) AS time FROM host_window WHERE attempt_id = :id
                    UNION ALL SELECT min(t_ns) FROM event WHERE attempt_id = :id)
                """, arguments: ["id": attempt]
        ).map(UInt64.init(stored:))
    }

    fileprivate func attempt(_ record: AttemptRecord, of gate: GateID) throws -> AttemptOfCell {
        AttemptOfCell(
            record: record,
            judgement: try judgements(of: record).first { $0.gate == gate },
            faults: try FaultRow.all(self, "attempt_id", record.id).map(\.fault),
            start: try beginning(of: record.id),
            artefacts: try ArtefactRow.all(self, "attempt_id", record.id).map {
                Artefact(name: $0.name, path: $0.path)
            })
    }
}
