import Foundation
import GRDB
import GateKit

/// A run as it is packed, before it is written under a name (report.md#bundles).
public final class PackedRun: Sendable {
    /// The run's number in its store.
    public let run: Int64
    /// The in-toto statement about the body: what is signed.
    public let statement: String
    /// The names of artefacts whose files are not beside the store.
    public let missingArtefacts: [String]
    /// How many bytes everything has before it is compressed.
    public let unpackedBytes: Int64
    private let folder: PrivateFolder
    private let body: String
    private let sha256: String
    private let bytes: Int64

    fileprivate init(
        run: Int64, folder: PrivateFolder, body: String, missing: [String], unpacked: Int64,
        statement: (_ sha256: String) throws -> String
    ) throws {
        self.run = run
        self.folder = folder
        self.body = body
        missingArtefacts = missing
        unpackedBytes = unpacked
        (bytes, sha256) = try FilePieces.digest(body)
        self.statement = try statement(sha256)
    }

    /// Writes the bundle to a file that is not there yet; returns how many bytes it has.
    ///
    /// - Parameter signature: What ssh-keygen made of the statement; nil for none.
    public func write(to path: String, signature: String?) throws(StoreError) -> Int64 {
        do {
            let head = BundleHead(
                sha256: sha256, bytes: bytes, statement: statement, signature: signature)
            let line = String(decoding: try JSONColumn.encoder().encode(head), as: UTF8.self)
            let beginning = Array("\(BundleHead.magic) \(BundleHead.version)\n\(line)\n".utf8)
            guard beginning.count <= BundleHead.longest else {
                throw StoreError(
                    .badBundle, path: path, "the signature is too long; sign with another key")
            }
            try FilePieces.make(path) { write in
                try write(beginning)
                try FilePieces.read(body, write)
            }
            return Int64(beginning.count) + bytes
        } catch {
            throw StoreError(error, action: "write the bundle", path: path)
        }
    }
}

extension GateStore {
    /// Packs a run with everything of it, or the newest run for nil.
    ///
    /// - Throws: `notFound` for a run that is not there, `differs` for one that is not what its run
    ///   left, `busy` for one that has not ended.
    public func pack(run id: Int64?) throws(StoreError) -> PackedRun {
        let record = try run(id)
        guard record.state != .running else {
            throw StoreError(
                .busy, path: path,
                "run \(record.id) of '\(path)' has not ended; export it when it has")
        }
        try requireIntact(run: record.id)
        let results = try read("read the results") { try $0.gateResults(run: record.id) }
        let seal = try seal(run: record.id)
        let rows = try read("read the artefacts") { try $0.artefactRows(run: record.id) }
        let folder = try PrivateFolder()
        let store = try single(record.id, in: folder)
        let place = ArtefactFolder(beside: path)
        var missing: [String] = []
        var files: [String] = []
        do {
            let size = try FilePieces.digest(store)
            var manifest = BundleManifest(
                store: .init(bytes: size.bytes, sha256: size.sha256), artefacts: [])
            for row in rows {
                guard
                    let file = place.file(
                        run: record.id, attempt: row.attemptId, path: row.path)
                else {
                    missing.append(row.name)
                    continue
                }
                let size = try FilePieces.digest(file)
                files.append(file)
                manifest.artefacts.append(
                    .init(
                        attempt: row.attemptId, position: row.position,
                        file: .init(bytes: size.bytes, sha256: size.sha256)))
            }
            let body = folder.path + "/body"
            let writer = try GzipWriter(body)
            try writer.write(Array(try JSONColumn.encoder().encode(manifest)) + [0x0A])
            for file in [store] + files { try FilePieces.read(file) { try writer.write($0) } }
            try writer.finish()
            return try PackedRun(
                run: record.id, folder: folder, body: body, missing: missing,
                unpacked: size.bytes + manifest.artefacts.map(\.file.bytes).reduce(0, +)
            ) { sha256 in
                try TestResultStatement(record, results: results, body: sha256, seal: seal).text
            }
        } catch {
            throw StoreError(error, action: "pack run \(record.id)", path: path)
        }
    }

    /// Makes a store that holds one run alone, with its numbers and seals; returns its path.
    private func single(_ run: Int64, in folder: PrivateFolder) throws(StoreError) -> String {
        let path = folder.path + "/run.db"
        let store = try GateStore(path: path, isAlive: { _ in true })
        try store.transaction(with: self, "copy run \(run)") { database in
            let copy = RunCopy(
                database: database, keepsNumbers: true, goesOn: store.deadline.begin)
            _ = try copy.copy(run: run)
            try copy.copySeals(of: run)
        }
        do {
            // One file, without a log beside it.
            try store.queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try store.queue.close()
        } catch {
            throw StoreError(error, action: "copy run \(run)", path: path)
        }
        return path
    }
}
