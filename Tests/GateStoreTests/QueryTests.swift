import Foundation
import GateKit
import StoreQueries
import Testing

@testable import GateStore

/// The canned queries: every one answers, and none of them changes anything.
@Suite struct QueryTests {
    let scratch: Scratch
    let store: GateStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        try store.makeAttempt(run: run)
        try store.makeAttempt(
            run: run, replicate: 1,
            goodEvidence + [
                .violation(Violation(.hang, "it did not end")),
                .artefact(name: "a", path: "/tmp/a"),
            ], ending: .killedByHarness(step: "SIGKILL"))
        try store.finishRun(
            run, state: .finished, at: 1_790_000_003_000,
            results: [
                GateResult(
                    gate: .g1, verdict: .inconclusive, contractVerdict: .inconclusive,
                    reason: .recorded(text: "undecided"))
            ], controls: [])
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../results")

    @Test("every file of the folder is a query of the program, and the other way round")
    func files() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Self.folder.appendingPathComponent("queries").path
        ).filter { $0.hasSuffix(".sql") }
        #expect(names.sorted() == CannedQuery.all.map { "\($0.name).sql" })
    }

    @Test(
        "a query answers without any value, and names what may be set",
        arguments: CannedQuery.all.map(\.name))
    func answers(name: String) throws {
        let query = try #require(CannedQuery.all.first { $0.name == name })
        let reading = try GateStore.openReadOnly(path: scratch.database)
        let answer = try reading.ask(query.sql, values: [:], most: 100)
        #expect(answer.columns.count > 3)
        #expect(Set(query.parameters.map(\.name)) == Set(GateStore.parameters(of: query.sql)))
        #expect(query.title.hasSuffix("."))
        // Views of ours are not read: a file that came from elsewhere may hold others of the name.
        #expect(!query.sql.contains("v_"))
        let expectsRows = !["origins", "set-aside", "controls", "slowest-round-trips"].contains(
            name)
        #expect(answer.rows.isEmpty != expectsRows)
    }

    @Test("values choose")
    func values() throws {
        func ask(_ name: String, _ values: [String: String]) throws -> QueryAnswer {
            let query = try #require(CannedQuery.all.first { $0.name == name })
            return try store.ask(query.sql, values: values, most: 100)
        }
        #expect(try ask("slowest-round-trips", ["metric": "rtt", "limit": "3"]).rows.count == 3)
        #expect(try ask("violations", ["kind": "leak"]).rows.count == 0)
        #expect(try ask("undecided", ["platform": "macos"]).rows.count == 0)
        #expect(try ask("artefacts", ["run": "1"]).rows.count == 1)
        #expect(try ask("artefacts", ["run": "1; DROP TABLE run"]).rows.count == 1)
        #expect(
            storeError { _ = try ask("hangs", ["limit": "many"]) }?.exitCode == .usage)
    }

    @Test(
        "what writes is not asked",
        arguments: ["DELETE FROM run", "PRAGMA user_version = 3", "ATTACH '/tmp/x' AS y"])
    func writes(sql: String) throws {
        #expect(storeError { _ = try store.ask(sql, values: [:], most: 1) } != nil)
        #expect(try store.runIDs() == [1])
    }

    @Test("rows beyond the limit are left, and it is said")
    func limit() throws {
        let answer = try store.ask("SELECT value FROM sample", values: [:], most: 5)
        #expect(answer.rows.count == 5 && answer.isCut)
    }

    @Test("a query that has no end is ended")
    func endless() throws {
        let deadline = StatementDeadline(.milliseconds(50))
        let reading = try GateStore.openReadOnly(path: scratch.database)
        let sql =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        deadline.begin()
        let error = storeError {
            try reading.read("ask") { deadline.attach(to: $0) }
            _ = try reading.ask(sql, values: [:], most: 1)
        }
        #expect(error?.kind == .tooSlow)
        withExtendedLifetime(deadline) {}
    }

    @Test("Datasette's metadata is what the program prints")
    func datasette() throws {
        let text = try String(
            contentsOf: Self.folder.appendingPathComponent("datasette.yaml"), encoding: .utf8)
        #expect(text == CannedQuery.datasette + "\n")
    }
}
