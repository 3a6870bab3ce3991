import Foundation
import GRDB
import GateKit
import Testing

@testable import GateStore

@Suite struct RefusalTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func openingError() -> StoreError? {
        storeError { _ = try scratch.open() }
    }

    @Test("a file that is not a database is refused and left as it was")
    func garbage() throws {
        let garbage = Data((0..<8192).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
        try garbage.write(to: URL(fileURLWithPath: scratch.database))
        #expect(openingError()?.kind == .notADatabase)
        #expect(openingError()?.code == 26)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.database)) == garbage)
    }

    @Test(
        "a database of something else is refused and left as it was",
        arguments: ["CREATE TABLE recipe (id)", "PRAGMA application_id = 7; CREATE TABLE t (id)"])
    func foreign(sql: String) throws {
        try scratch.execute(sql)
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.database))
        #expect(openingError()?.kind == .foreignDatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.database)) == before)
    }

    @Test("a store of a newer version is refused, for writing and for reading")
    func newer() throws {
        _ = try scratch.open()
        try scratch.execute("PRAGMA user_version = 99")
        #expect(openingError()?.kind == .newerVersion(99))
        let reading = storeError { _ = try GateStore.openReadOnly(path: scratch.database) }
        #expect(reading?.kind == .newerVersion(99))
        #expect(reading?.exitCode.rawValue == 110)
    }

    @Test("a directory in the store's place is refused")
    func directory() throws {
        try FileManager.default.createDirectory(
            atPath: scratch.database, withIntermediateDirectories: false)
        #expect(openingError()?.kind == .cannotOpen)
    }

    @Test("a plain file in the place of the store's directory is refused")
    func fileForDirectory() throws {
        try Data().write(to: URL(fileURLWithPath: scratch.directory + "/file"))
        let path = scratch.directory + "/file/results.db"
        let error = storeError { _ = try GateStore(path: path, isAlive: { _ in true }) }
        #expect(error?.kind == .cannotCreateDirectory)
    }

    @Test("reading from where no store is names the path and what to do")
    func noStore() throws {
        let error = storeError { _ = try GateStore.openReadOnly(path: scratch.database) }
        #expect(error?.kind == .noStore)
        #expect(error?.description.contains(scratch.database) == true)
        #expect(error?.description.contains("run weld-gates first") == true)
        #expect(error?.exitCode == .runNotFound)
    }

    @Test("a full disk loses the batch that did not fit and nothing before it")
    func diskFull() throws {
        let store = try GateStore(path: scratch.database, maximumPages: 80, isAlive: { _ in true })
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let attempt = try store.makeAttempt(run: run)
        let flood = SampleBatch(
            metric: "flood", unit: .count, values: Array(repeating: 0.5, count: 100_000))
        let error = storeError { try store.append([.samples(flood)], attempt: attempt) }
        #expect(error?.kind == .diskFull)
        #expect(error?.exitCode == .cannotWrite)
        #expect(error?.code == 13)
        #expect(
            try store.sampleCounts(run: run) == ["rtt": 20, "floor": 20, "wrong": 2, "warm": 1])
    }

    @Test("a damaged page is named as damage")
    func damaged() throws {
        try scratch.open().finishedRun()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.database))
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 64 * 1024))
        try file.close()
        let error = storeError {
            _ = try scratch.open().report(run: nil, declarations: [], notes: [])
        }
        #expect(error?.kind == .damaged)
    }

    @Test(
        "a value that no weld-gates wrote is named by its column",
        arguments: [
            ("UPDATE run SET profile = 'huge'", "profile"),
            ("UPDATE run SET seed = 'minus one'", "seed"),
            ("UPDATE attempt SET plan = '{}'", "plan"),
            ("UPDATE attempt SET ending = 'vanished'", "attempt.ending"),
            ("UPDATE rule_check SET statistic = 'mode'", "rule_check.statistic"),
            ("UPDATE judgement SET verdict = 'FINE'", "verdict"),
            ("UPDATE rule SET edition = 9", "rule.edition"),
            ("PRAGMA foreign_keys = OFF; DELETE FROM rule", "rule of attempt"),
        ])
    func edited(sql: String, column: String) throws {
        try scratch.open().finishedRun()
        try DatabaseQueue(path: scratch.database).writeWithoutTransaction {
            try $0.execute(sql: sql)
        }
        let error = storeError {
            _ = try scratch.open().report(run: nil, declarations: [], notes: [])
        }
        #expect(error?.kind == .damaged)
        #expect(error?.description.contains(column) == true)
    }

    @Test("a run that is not in the store is its own kind of error")
    func noSuchRun() throws {
        let store = try scratch.open()
        #expect(storeError { _ = try store.run(nil) }?.kind == .notFound)
        #expect(storeError { _ = try store.run(3) }?.kind == .notFound)
        #expect(storeError { _ = try store.evidence(attempt: 3) }?.kind == .notFound)
        #expect(
            storeError {
                try store.finishRun(3, state: .finished, at: 0, results: [], controls: [])
            }?.kind == .notFound)
    }

    @Test(
        "SQLite's codes become kinds, keep their number and name the path",
        arguments: [
            (8, .readOnly), (264, .readOnly), (14, .cannotOpen), (13, .diskFull),
            (778, .inputOutput), (5, .busy), (6, .busy), (11, .damaged), (26, .notADatabase),
            (1, .refused),
        ] as [(Int32, StoreError.Kind)])
    func codes(code: Int32, kind: StoreError.Kind) {
        let error = StoreError(code: code, message: "why", action: "do it", path: "/x/results.db")
        #expect(error.kind == kind)
        #expect(error.code == code)
        #expect(error.description.contains("/x/results.db"))
        #expect(error.description.contains("SQLite code \(code)"))
    }
}
