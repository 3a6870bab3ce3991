import GRDB
import GateKit

extension GateStore {
    /// Reads a run that ended once more, by the path and with a connection of its own, as whoever
    /// opens the store tomorrow: a run whose store is gone has no verdict (gates.md#stores).
    ///
    /// - Throws: Unless the file that was opened stands at the path, the run is in it with an end
    ///   and its seal, and what the run came to is what was sealed.
    public func confirm(run id: Int64) throws(StoreError) {
        try checkPlace()
        let own = try seal(run: id)
        let isThere: Bool
        do throws(StoreError) {
            let again = try Self.openReadOnly(path: path)
            try checkPlace()
            isThere = try again.holds(id, sealed: own)
        } catch {
            throw lost(id, error.description)
        }
        guard isThere else { throw lost(id, "what is read there is not what was stored") }
    }

    /// Whether a run is in the store as it was sealed.
    private func holds(_ id: Int64, sealed seal: String?) throws(StoreError) -> Bool {
        let state = try run(id).state
        guard seal != nil, try self.seal(run: id) == seal,
            state == .finished || state == .interrupted
        else { return false }
        return try read("compare the run with its seal") { database in
            // A file that was cut or written over in its place.
            guard
                try isTooLarge || String.fetchAll(database, sql: "PRAGMA quick_check(1)") == ["ok"]
            else { return false }
            let stored = try database.storedDigests("run_digest", "run_id", id)
            return try ColumnDigest.seal(stored, database.attemptSeals(run: id)) == seal
                && Comparison.findings(stored, database.digests(run: id), run: id, attempt: nil)
                    .isEmpty
        }
    }

    /// Whether looking through the whole file would take longer than a run has to wait: over 1 GiB.
    private var isTooLarge: Bool {
        get throws(StoreError) { try Self.file(path)?.size ?? 0 > 1 << 30 }
    }

    private func lost(_ id: Int64, _ why: String) -> StoreError {
        StoreError(
            .replaced, path: path,
            "run \(id) ended, but '\(path)' does not hold it any more: \(why); run weld-gates again"
        )
    }
}
