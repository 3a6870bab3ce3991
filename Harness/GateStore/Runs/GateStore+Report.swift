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
                results: try database.gateResults(
                    run: run.id, known: matrix.filter { $0.runID == run.id }.map(\.result)),
                attempts: try real.map { attempt in
                    AttemptReport(
                        attempt: attempt, judgements: try database.judgements(of: attempt),
                        series: try database.summaries(attempt: attempt.id))
                },
                controls: try database.controlResults(run: run.id),
                notes: notes, seal: seal, sensitivities: sensitivities)
        }
    }
}

extension Database {
    /// Returns the summaries of an attempt's series by name, warm-up left out.
    fileprivate func summaries(attempt: Int64) throws -> [SeriesSummary] {
        try SeriesRow.measured(of: attempt, in: self).compactMap { series in
            let samples = SortedSamples(try indexedSamples(series: series.id).values)
            return Summary(samples).map {
                SeriesSummary(metric: series.metric, unit: series.unit, summary: $0)
            }
        }
    }
}
