import Foundation
import GRDB
import GateKit
import Testing

@testable import GateStore

@Suite struct OpeningTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("a new store carries the application's number and the schema's version")
    func identity() throws {
        _ = try scratch.open()
        let id = try scratch.rows("PRAGMA application_id").first?[0] as Int?
        let version = try scratch.rows("PRAGMA user_version").first?[0] as Int?
        #expect(id == 0x5747_6174)
        #expect(version == Schema.version)
    }

    @Test(
        "an older store is read and verified without being changed",
        arguments: ["1", "2", "3", "4", "5", "6", "7"])
    func older(version: String) throws {
        let queue = try DatabaseQueue(path: scratch.database)
        try Schema.migrator.migrate(queue, upTo: version)
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.database))
        let store = try GateStore.openReadOnly(path: scratch.database)
        #expect(try store.verify().findings.isEmpty)
        #expect(try store.matrix().isEmpty)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.database)) == before)
    }

    @Test("missing directories above the store are created")
    func directories() throws {
        let path = scratch.directory + "/a/b/results.db"
        let store = try GateStore(path: path, isAlive: { _ in true })
        #expect(try store.runIDs().isEmpty)
    }

    @Test("an empty file becomes a store")
    func emptyFile() throws {
        try Data().write(to: URL(fileURLWithPath: scratch.database))
        #expect(try scratch.open().runIDs().isEmpty)
    }

    @Test("a store that is opened again holds what it held")
    func reopen() throws {
        let run = try scratch.open().beginRun(.fixture(), harness: .fixture)
        #expect(try scratch.open().runIDs() == [run])
    }

    @Test("the store uses a write-ahead log and enforces foreign keys")
    func pragmas() throws {
        let store = try scratch.open()
        let mode = try store.queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "wal")
        let error = storeError {
            _ = try store.beginAttempt(.fixture(), rule: .fixture, run: 77, startedAt: 0)
        }
        #expect(error?.kind == .refused)
    }

    @Test("opening for reading changes no byte and can read a report")
    func readOnlyChangesNothing() throws {
        try scratch.open().finishedRun()
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.database))
        let store = try GateStore.openReadOnly(path: scratch.database)
        #expect(try store.report(run: nil, declarations: [], notes: []).attempts.count == 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.database)) == before)
    }

    @Test("a batch is stored while another connection reads")
    func appendBesideReader() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let attempt = try store.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 0)
        try DatabaseQueue(path: scratch.database).read { database in
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sample")
            try store.append(goodEvidence, attempt: attempt)
        }
        #expect(try store.sampleCounts(run: run)["rtt"] == 20)
    }
}

extension GateStore {
    /// Makes a whole run with one good attempt and returns its number.
    @discardableResult
    func finishedRun(
        _ record: RunRecord = .fixture(), results: [GateResult] = [], controls: [ControlResult] = []
    ) throws -> Int64 {
        let run = try beginRun(record, harness: .fixture)
        try makeAttempt(run: run)
        try finishRun(
            run, state: .finished, at: 1_790_000_003_000, results: results, controls: controls)
        return run
    }
}
