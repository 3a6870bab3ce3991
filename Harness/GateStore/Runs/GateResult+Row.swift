import GRDB
import GateKit

extension GateResult {
    func insert(_ database: Database, run: Int64) throws {
        try database.execute(
            sql: "INSERT INTO gate_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                run, gate.rawValue, verdict.rawValue, contractVerdict.rawValue, provisional,
                reason, headlineValue, headlineUnit?.rawValue, margin, controlsCaught,
                controlsTried, ambitionsHeld, ambitionsAsked,
            ])
    }

    init(row: Row) throws {
        let unit: String? = row["headline_unit"]
        self.init(
            gate: try row.named("gate"), verdict: try row.named("verdict"),
            contractVerdict: try row.named("contract_verdict"), provisional: row["provisional"],
            reason: row["reason"], headlineValue: row["headline_value"],
            headlineUnit: try unit.map { _ in try row.named("headline_unit") },
            margin: row["margin"], controlsCaught: row["controls_caught"],
            controlsTried: row["controls_tried"], ambitionsHeld: row["ambitions_held"],
            ambitionsAsked: row["ambitions_asked"])
    }
}
