import GRDB
import GateKit

extension RunDeclaration {
    func insert(_ database: Database, run: Int64, position: Int) throws {
        try database.execute(
            sql: "INSERT INTO run_declaration VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                run, position, gate.rawValue, headlineCheck, pendingReason, controlsExpected,
                attemptsPlanned,
            ])
    }

    init(row: Row) throws {
        self.init(
            gate: try row.named("gate"), headlineCheck: row["headline_check"],
            pendingReason: row["pending_reason"], controlsExpected: row["controls_expected"],
            attemptsPlanned: row["attempts_planned"])
    }
}
