import GRDB
public import GateKit

extension GateStore {
    /// Stores how small a slowdown a gate was shown to reject.
    public func store(_ result: SensitivityResult, run: Int64) throws(StoreError) {
        try write("store the sensitivity") { database in
            try database.execute(
                sql: "INSERT INTO sensitivity VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    run, result.gate.rawValue, result.control, result.check, result.slowdown.stored,
                    result.rejected, result.tried,
                ])
        }
    }

    /// Returns the newest sensitivity of each gate on a platform and kind of host.
    public func sensitivities(
        platform: PlatformID, hostClass: String
    ) throws(StoreError) -> [SensitivityResult] {
        try read("read the sensitivities") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT sensitivity.*, max(run_id) FROM sensitivity
                    JOIN run ON run.id = run_id
                    WHERE run.platform = ? AND run.host_class = ? GROUP BY gate ORDER BY gate
                    """, arguments: [platform.rawValue, hostClass]
            ).map { row in
                SensitivityResult(
                    gate: try row.named("gate"), control: row["control"], check: row["check_id"],
                    slowdown: row.nanoseconds("slowdown_ns"), rejected: row["rejected"],
                    tried: row["tried"])
            }
        }
    }
}
