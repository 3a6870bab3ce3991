import GRDB
import GateKit

extension GateStore {
    /// Computes the results of a run again from what it stored.
    func recomputedResults(
        _ run: RunRecord
    ) throws(StoreError) -> (results: [GateResult], controls: [ControlResult]) {
        let attempts = try attempts(run: run.id)
        var judgements: [AttemptJudgement] = []
        var controls: [ControlResult] = []
        for attempt in attempts {
            let judged = try self.judgements(attempt: attempt.id)
            if let control = attempt.plan.control {
                controls += judged.filter { $0.gate == control.gate }
                    .map { control.judge($0, edition: attempt.rule.edition) }
            } else {
                judgements += judged
            }
        }
        let faults = try read("read the faults of the run") { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM run_fault WHERE run_id = ? ORDER BY position",
                arguments: [run.id]
            ).map { HarnessFault(try $0.named("kind"), $0["text"]) }
        }
        let evidence = RunEvidence(
            judgements: judgements, controls: controls,
            rules: attempts.filter { $0.plan.control == nil }.map(\.rule),
            sampleCounts: try sampleCounts(run: run.id), faults: faults,
            wasInterrupted: run.state == .interrupted, refusal: run.refusal)
        return (
            run.declarations.map { $0.conclude(evidence) }.sorted { $0.gate < $1.gate }, controls
        )
    }
}
