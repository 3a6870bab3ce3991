import Foundation
import GRDB
import GateKit

/// What became of a run that was to come into a store.
public struct AbsorbedRun: Codable, Hashable, Sendable {
    /// Its number where it came from.
    public var original: Int64
    /// Its number here.
    public var run: Int64
    /// Whether it was here already.
    public var wasThere: Bool
    /// The names of artefacts whose files were not beside the other store.
    public var missingArtefacts: [String] = []
}

extension GateStore {
    /// Returns the number of a run that is here already.
    ///
    /// - Throws: `conflict` where a run of the same birth has other content.
    func twin(of run: Int64, in source: GateStore) throws(StoreError) -> Int64? {
        let birth = try source.read("read the run") { try RunBirth(run: run, $0) }
        guard let birth else { throw source.notFound("run \(run)") }
        guard let own = try read("look for the run", { try birth.number(in: $0) }) else {
            return nil
        }
        let content = try read("compare the run") { try $0.contentDigest(run: own) }
        let other = try source.read("compare the run") { try $0.contentDigest(run: run) }
        guard content == other else {
            throw StoreError(
                .conflict, path: path,
                "run \(run) of '\(source.path)' is run \(own) of '\(path)' by its beginning, seed "
                    + "and process, but their content differs (\(other.prefix(12)) and "
                    + "\(content.prefix(12))); weld-gates verify says which of them was changed")
        }
        return own
    }

    /// Throws unless a run is what its seals and its evidence say.
    func requireIntact(run: Int64) throws(StoreError) {
        let findings = try verify(run: run).findings
        guard let first = findings.first else { return }
        throw StoreError(
            .differs, path: path,
            "run \(run) of '\(path)' is not what its run left: \(first)"
                + (findings.count > 1 ? " (and \(findings.count - 1) findings more)" : "")
                + "; it is not taken")
    }

    /// Takes a run over from another store, everything of it in one transaction; it gets a number
    /// of this store.
    ///
    /// - Parameters:
    ///   - signer: Who signed it, where that was verified.
    ///   - files: Where its artefacts are.
    func absorb(
        _ run: Int64, from source: GateStore, signer: String?, files: ArtefactFinder
    ) throws(StoreError) -> AbsorbedRun {
        if let own = try twin(of: run, in: source) {
            return AbsorbedRun(original: run, run: own, wasThere: true)
        }
        try source.requireIntact(run: run)
        let seal = try source.seal(run: run)
        let folder = ArtefactFolder(beside: path)
        var kept: [String] = []
        var place: Int64?
        do {
            return try transaction(with: source, "take run \(run) over") { database in
                let copy = RunCopy(database: database, keepsNumbers: false, goesOn: deadline.begin)
                let numbers = try copy.copy(run: run)
                place = numbers.run
                try database.execute(
                    sql: "INSERT OR IGNORE INTO run_origin VALUES (?, ?, ?, ?)",
                    arguments: [numbers.run, run, seal, signer])
                var result = AbsorbedRun(original: run, run: numbers.run, wasThere: false)
                let copies = Dictionary(uniqueKeysWithValues: numbers.attempts.map { ($0, $1) })
                for row in try database.artefactRows(run: run, in: RunCopy.source) {
                    guard let attempt = copies[row.attemptId],
                        let file = files(row.attemptId, row.position, row.path)
                    else {
                        result.missingArtefacts.append(row.name)
                        continue
                    }
                    let path = try folder.keep(
                        file, run: numbers.run, attempt: attempt, name: row.name)
                    kept.append(path)
                    try database.execute(
                        sql: "UPDATE artefact SET path = ? WHERE attempt_id = ? AND position = ?",
                        arguments: [path, attempt, row.position])
                }
                try copy.seal(numbers, original: run)
                return result
            }
        } catch {
            for path in kept { try? FileManager.default.removeItem(atPath: path) }
            if let place { folder.removeEmptyFolders(run: place) }
            throw error
        }
    }

    /// Does all of `body` in one transaction with another store attached, or nothing of it.
    func transaction<Value>(
        with source: GateStore, _ action: String, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        try checkPlace()
        deadline.begin()
        do {
            // The other store stays open meanwhile, so that nobody folds its log when this
            // connection lets go of it.
            return try withExtendedLifetime(source) {
                try queue.writeWithoutTransaction { database in
                    try database.execute(
                        sql: "ATTACH ? AS \(RunCopy.source)",
                        arguments: [Self.fileName(source.filePath)])
                    defer { try? database.execute(sql: "DETACH \(RunCopy.source)") }
                    var value: Value?
                    try database.inTransaction(.immediate) {
                        value = try body(database)
                        return .commit
                    }
                    guard let value else { throw damaged("no answer") }
                    _ = try? database.checkpoint(.passive)
                    return value
                }
            }
        } catch {
            throw StoreError(error, action: action, path: path)
        }
    }
}
