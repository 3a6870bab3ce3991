import Foundation
import GRDB
import GateKit
import Testing

@testable import GateStore

/// A store of every older schema opens, verifies and says what it said.
@Suite struct OldStoreTests {
    static let versions = Array(1...10)

    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Makes the store that `OldStores/schema-VERSION.sql` describes.
    private func make(_ version: Int) throws {
        let file = try #require(
            Bundle.module.url(
                forResource: "schema-\(version)", withExtension: "sql", subdirectory: "OldStores"))
        let sql = try String(contentsOf: file, encoding: .utf8)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: scratch.database, configuration: configuration)
            .writeWithoutTransaction { try $0.execute(sql: sql) }
        #expect(try scratch.rows("PRAGMA user_version")[0][0] as Int == version)
    }

    /// Every result as a line: run, gate, verdicts, whether it is provisional, the reason.
    private static let results = """
        SELECT run_id || ' ' || gate || ' ' || verdict || ' ' || contract_verdict || ' '
            || provisional || ' ' || reason FROM gate_result ORDER BY run_id, gate
        """

    private static let matrix = """
        SELECT run_id || ' ' || gate || ' ' || verdict || ' ' || provisional FROM v_matrix
        ORDER BY run_id, gate
        """

    private func texts(_ sql: String) throws -> [String] { try scratch.rows(sql).map { $0[0] } }

    @Test("it verifies as it is, from a copy that leaves it untouched", arguments: versions)
    func verifies(version: Int) throws {
        try make(version)
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.database))
        let store = try GateStore.openReadOnly(path: scratch.database)
        let verification = try store.verify()
        #expect(verification.findings.map(\.description) == [])
        #expect(verification.runs == [4, 5, 2, 3, 3, 3, 6, 7, 9, 9][version - 1])
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.database)) == before)
    }

    @Test("opened for writing it is brought up to date and verifies again", arguments: versions)
    func migrates(version: Int) throws {
        try make(version)
        let results = try texts(Self.results)
        let store = try scratch.open()
        #expect(try scratch.rows("PRAGMA user_version")[0][0] as Int == Schema.version)
        #expect(try texts(Self.results) == results)
        #expect(try store.verify().findings.map(\.description) == [])
        let run = try store.finishedRun()
        #expect(try store.verify(run: run).findings.map(\.description) == [])
    }

    @Test("every verdict is what its evidence comes out as today", arguments: versions)
    func recomputed(version: Int) throws {
        try make(version)
        let store = try GateStore.openReadOnly(path: scratch.database)
        for run in try store.runIDs() {
            for attempt in try store.attempts(run: run) {
                let stored = try store.judgements(attempt: attempt.id)
                let again = try store.recomputedJudgements(attempt: attempt.id)
                #expect(again.map(\.verdict) == stored.map(\.verdict))
                #expect(again.map(\.reason.sentence) == stored.map(\.reason.sentence))
                #expect(
                    again.flatMap(\.checks).map(\.reason.sentence)
                        == stored.flatMap(\.checks).map(\.reason.sentence))
                #expect(stored.count == 2)
            }
        }
    }

    @Test(
        "its matrix names what was proven, what was not and what is provisional",
        arguments: versions)
    func matrix(version: Int) throws {
        try make(version)
        _ = try scratch.open()
        var expected = ["1 G1 GO 1", "1 G2 GO 0", "2 G1 GO (unproven) 1", "2 G2 GO 0"]
        if ![3, 4, 5, 6].contains(version) {
            expected += [
                "3 G1 INCONCLUSIVE 1", "3 G2 INCONCLUSIVE 0", "4 G1 NO-GO 1", "4 G2 NO-GO 0",
            ]
        }
        if [2, 7, 8, 9, 10].contains(version) { expected += ["5 G1 GO 1", "5 G2 GO 0"] }
        #expect(try texts(Self.matrix) == expected)
    }

    @Test("a GO that nobody proved is data in it, and so is what it lacks of the contract")
    func data() throws {
        for version in Self.versions {
            let scratch = try OldStoreTests()
            try scratch.make(version)
            let store = try GateStore.openReadOnly(path: scratch.scratch.database)
            let results = try store.matrix().filter { $0.result.gate == .g1 }.map(\.result)
            let unproven = try #require(results.first { $0.isUnproven }, "schema \(version)")
            #expect(unproven.reason == .unproven(caught: 0, expected: 1))
            #expect(unproven.shortfall.map(\.sentence) == ["round trips 21 of 10 000"])
            #expect(results.allSatisfy { $0.provisional == !$0.shortfall.isEmpty })
        }
    }

    @Test("a verdict that was edited in it is named", arguments: versions)
    func edited(version: Int) throws {
        try make(version)
        try scratch.execute("UPDATE judgement SET verdict = 'NO-GO' WHERE attempt_id = 1")
        let findings = try GateStore.openReadOnly(path: scratch.database).verify().findings
        #expect(findings.contains { $0.tables.contains("judgement") && $0.attempt == 1 })
    }

    @Test(
        "words that were edited in it are named, where nothing is sealed too", arguments: versions)
    func editedWords(version: Int) throws {
        try make(version)
        try scratch.execute("UPDATE check_result SET reason = 'held' WHERE attempt_id = 1")
        let findings = try GateStore.openReadOnly(path: scratch.database).verify().findings
        #expect(findings.contains { $0.tables.contains("check_result") && $0.attempt == 1 })
    }
}
