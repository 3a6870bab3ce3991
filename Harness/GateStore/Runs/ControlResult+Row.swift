import GRDB
import GateKit

extension ControlResult {
    func insert(_ database: Database, run: Int64, position: Int) throws {
        try database.execute(
            sql: "INSERT INTO control_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                run, position, control.gate.rawValue, control.name, control.subject.rawValue,
                control.sabotage, control.expectedCheck, try jsonText(control.alsoViolated),
                expectedReason, observedReason, verdict.rawValue,
            ])
    }

    init(row: Row) throws {
        var control = Control(
            row["sabotage"], subject: try row.named("subject"), gate: try row.named("gate"),
            violates: row["expected_check"], also: try row.json("also_violated"))
        control.name = row["control"]
        self.init(
            control: control, expectedReason: row["expected_reason"],
            observedReason: row["observed_reason"], verdict: try row.named("verdict"))
    }
}
