import GRDB
import GateKit

/// What came of merging one store into another.
public struct MergedStore: Codable, Hashable, Sendable {
    /// The store that was read.
    public var store: String
    /// Its runs, in the order of their numbers.
    public var runs: [AbsorbedRun] = []
    /// The numbers of runs that have not ended and were left out.
    public var running: [Int64] = []
}

extension GateStore {
    /// Throws where two of the stores hold one run with different content; changes nothing.
    public static func checkConflicts(among stores: [GateStore]) throws(StoreError) {
        for (index, store) in stores.enumerated() {
            for earlier in stores[..<index] { try earlier.checkConflicts(with: store) }
        }
    }

    private func checkConflicts(with source: GateStore) throws(StoreError) {
        for run in try source.runIDs() { _ = try twin(of: run, in: source) }
    }

    /// Takes over every run of another store that is not here yet, each in a transaction of its
    /// own: a merge that was broken off goes on where it was when it is repeated.
    ///
    /// - Throws: `conflict` before anything was changed, `differs` at the run that is not what its
    ///   seals say.
    public func merge(_ source: GateStore) throws(StoreError) -> MergedStore {
        try checkConflicts(with: source)
        var merged = MergedStore(store: source.path)
        let folder = ArtefactFolder(beside: source.path)
        for run in try source.runIDs() {
            guard try source.run(run).state != .running else {
                merged.running.append(run)
                continue
            }
            merged.runs.append(
                try absorb(run, from: source, signer: nil) { attempt, _, path in
                    folder.file(run: run, attempt: attempt, path: path)
                })
        }
        try takeResets(of: source)
        return merged
    }

    /// Takes over the resets of another store that are not here yet.
    private func takeResets(of source: GateStore) throws(StoreError) {
        try transaction(with: source, "take the resets over") { database in
            try database.execute(
                sql: """
                    INSERT INTO main.check_reset (check_id, at, who, why)
                    SELECT check_id, at, who, why FROM \(RunCopy.source).check_reset
                    EXCEPT SELECT check_id, at, who, why FROM main.check_reset
                    """)
        }
    }
}
