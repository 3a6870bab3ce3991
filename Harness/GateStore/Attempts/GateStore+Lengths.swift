import GRDB
public import GateKit

extension GateStore {
    /// How many of the newest runs are looked at for how long attempts take.
    private static let runsLookedAt = 20

    /// Returns how many seconds the attempts of each kind took lately, on average.
    ///
    /// - Parameter profile: Only runs of this length count.
    public func attemptSeconds(at profile: Profile) throws(StoreError) -> [AttemptKind: Double] {
        try read("look how long attempts take") { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT procedure, coalesce(control, '') AS controls,
                        avg((attempt.finished_at - attempt.started_at) / 1e3) AS seconds
                    FROM attempt JOIN run ON run.id = attempt.run_id
                    WHERE run.profile = ? AND attempt.ending = 'exited'
                        AND run.id > (SELECT max(id) FROM run) - \(Self.runsLookedAt)
                        AND attempt.started_at BETWEEN 0 AND 1e15
                        AND attempt.finished_at BETWEEN attempt.started_at
                            AND attempt.started_at + 100000000
                    GROUP BY procedure, controls
                    """, arguments: [profile.rawValue])
            // Names that SQLite tells apart can be one for Swift.
            return Dictionary(
                try rows.map { row in
                    (
                        AttemptKind(
                            procedure: try row.decode(forColumn: "procedure"),
                            controls: try row.decode(forColumn: "controls")),
                        try row.decode(Double.self, forColumn: "seconds")
                    )
                }, uniquingKeysWith: { first, _ in first })
        }
    }
}
