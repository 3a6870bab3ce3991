import GRDB
public import GateKit

extension GateStore {
    /// Returns everything that a validation report shows of a run, or of the newest run for nil.
    ///
    /// - Parameters:
    ///   - declarations: what the catalogue says of each gate.
    ///   - notes: the texts of `results/notes`.
    ///   - plantedFaults: the text of `results/mutants.md`.
    ///   - withTrails: whether what each check was decided from comes with it, sample by sample.
    ///   - withFigures: whether what only figures show comes with it: what earlier runs came to, and
    ///     how pulses answered.
    public func report(
        run id: Int64?, declarations: [GateDeclaration], notes: [Note],
        plantedFaults: Note? = nil, withTrails: Bool = false, withFigures: Bool = false
    ) throws(StoreError) -> RunReport {
        let run = try run(id)
        let real = try attempts(run: run.id).filter { !$0.plan.isControl }
        var trails: [Int64: [CheckTrail]] = [:]
        for attempt in withTrails ? real : [] {
            let evidence = try evidence(attempt: attempt.id)
            trails[attempt.id] = attempt.plan.gates.flatMap {
                attempt.rule.trails(of: evidence, gate: $0)
            }
        }
        let matrix = try matrix()
        let seal = try seal(run: run.id)
        let sensitivities = try sensitivities(
            platform: run.platform, hostClass: run.hostClass)
        let killMap = try killMap(for: run)
        let histories = withFigures ? try histories(upTo: run) : []
        return try read("read the report") { database in
            let controls = try database.controlResults(run: run.id)
            return RunReport(
                run: run, declarations: declarations, matrix: matrix,
                results: try database.gateResults(
                    run: run.id, known: matrix.filter { $0.runID == run.id }.map(\.result)),
                attempts: try real.map { attempt in
                    AttemptReport(
                        attempt: attempt, judgements: try database.judgements(of: attempt),
                        series: try database.summaries(attempt: attempt.id),
                        trails: trails[attempt.id] ?? [],
                        artefacts: try ArtefactRow.all(database, "attempt_id", attempt.id)
                            .map { KeptFile(name: $0.name, path: $0.path) },
                        pulses: withFigures
                            ? PulseSummary(
                                try database.hostPulses(attempt: attempt.id),
                                rule: attempt.rule.noise?.pulse) : nil)
                },
                controls: controls, notes: notes, seal: seal, sensitivities: sensitivities,
                coverage: try database.coverage(of: run, real.map(\.rule), controls),
                killMap: killMap, histories: histories, plantedFaults: plantedFaults)
        }
    }
}

extension Database {
    /// Returns which of the checks a control has turned red, in the run and in those of its commit
    /// that began before it; nil without a check.
    ///
    /// Numbers say nothing of that: a run may have been imported.
    fileprivate func coverage(
        of run: RunRecord, _ rules: [Rule], _ controls: [ControlResult]
    ) throws -> ControlCoverage? {
        let ids = rules.flatMap(\.decidingChecks).map(\.id)
        let checks = ids.enumerated().filter { ids.firstIndex(of: $1) == $0 }.map(\.element)
        guard !checks.isEmpty else { return nil }
        let own = Set(controls.filter(\.caught).map(\.control.expectedCheck))
        let sameCommit = """
            FROM run_fact AS fact JOIN run_fact AS own ON own.run_id = :run
                AND own.key = 'commit' AND fact.key = 'commit' AND fact.value = own.value
            JOIN run AS other ON other.id = fact.run_id
            JOIN run AS this ON this.id = own.run_id
            WHERE (other.started_at, other.id) <= (this.started_at, this.id)
            """
        let arguments: StatementArguments = ["run": run.id]
        let others = try String.fetchSet(
            self,
            sql: """
                SELECT expected_reason FROM control_result WHERE verdict = 'GO'
                    AND run_id IN (SELECT fact.run_id \(sameCommit))
                """, arguments: arguments)
        let runs = try Int.fetchOne(
            self, sql: "SELECT count(DISTINCT fact.run_id) \(sameCommit)", arguments: arguments)
        return ControlCoverage(
            checks: checks, inThisRun: own, inThisCommit: own.union(others), runs: max(1, runs ?? 1)
        )
    }

    /// Returns the summaries of an attempt's series by name, warm-up left out.
    fileprivate func summaries(attempt: Int64) throws -> [SeriesSummary] {
        try SeriesRow.measured(of: attempt, in: self).compactMap { series in
            let values = try indexedSamples(series: series.id).values
            let samples = SortedSamples(values)
            return Summary(samples).map {
                SeriesSummary(
                    metric: series.metric, unit: series.unit, summary: $0,
                    shape: SeriesShape.isDrawn(series.metric, series.unit)
                        ? SeriesShape(values, sorted: samples) : nil)
            }
        }
    }
}
