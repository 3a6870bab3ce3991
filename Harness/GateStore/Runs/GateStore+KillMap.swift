import GRDB
public import GateKit

extension GateStore {
    /// Stores what came of a kill, as it is made.
    ///
    /// - Parameter position: Its place among the kills of the run, from 0.
    public func append(
        _ result: KillPointResult, run: Int64, position: Int
    ) throws(StoreError) {
        try write("store a kill") { database in
            try KillPointRow(result, run: run, position: position).insert(database)
        }
    }

    /// Returns the kills of a run; nil for one without any.
    public func killMap(run: Int64) throws(StoreError) -> KillMap? {
        try read("read the kill map") { try $0.killMap(run: run) }
    }

    /// Returns the kills of a run, or of the run that began last of those that have some on its
    /// platform and kind of host; nil where there is none.
    func killMap(for run: RunRecord) throws(StoreError) -> KillMap? {
        try read("read the kill map") { database in
            if let own = try database.killMap(run: run.id) { return own }
            let newest = try Int64.fetchOne(
                database,
                sql: """
                    SELECT run_id FROM (\(Views.newestKillMap))
                    WHERE platform = ? AND host_class = ?
                    """, arguments: [run.platform.rawValue, run.hostClass])
            return try newest.flatMap { try database.killMap(run: $0) }
        }
    }
}

extension Database {
    fileprivate func killMap(run: Int64) throws -> KillMap? {
        let results = try KillPointRow.all(self, "run_id", run).map(\.result)
        return results.isEmpty ? nil : KillMap(run: run, results: results)
    }
}
