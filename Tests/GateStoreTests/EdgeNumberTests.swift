import Foundation
import GRDB
import GateKit
import GateReport
import Testing

@testable import GateStore

/// Whatever number stands in a store, it is an error, a finding or a figure, and never the end of
/// the program.
@Suite struct EdgeNumberTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let more: [StoredEvidence] = [
            .host(HostWindow(start: 100, end: 200_000_100, processors: 2)),
            .pulses([HostPulse(processor: 1, due: 150, lateness: 20, duration: 50)]),
            .samples(
                SampleBatch(
                    metric: "rtt", unit: .nanoseconds, values: [12_000],
                    span: TimeSpan(start: 150, end: 160))),
            .violation(Violation(.hang, "it hung", span: TimeSpan(start: 1, end: 2))),
        ]
        try store.makeAttempt(run: run, more + goodEvidence)
        try store.makeAttempt(run: run, control: .delay)
        try store.store(
            SensitivityResult(
                gate: .g1, control: "echo-delay", check: "g1.p50", slowdown: 990_000, rejected: 59,
                tried: 59), run: run)
        try store.append(
            KillPointResult(
                KillPoint(.editor, .sweep, 3), systemCall: "unlink", thread: "weld-editor",
                outcome: .ended, nanoseconds: 20), run: run, position: 0)
        try store.finishRun(
            run, state: .finished, at: 1_790_000_003_000,
            results: [
                GateResult(
                    gate: .g1, verdict: .go, contractVerdict: .go,
                    reason: .recorded(text: "every check holds"), headlineValue: 5,
                    headlineUnit: .nanoseconds, margin: 2)
            ], controls: [])
    }

    /// What everybody does who reads a store; an error of the store is a right answer.
    private func readEverything(_ path: String) {
        do throws(StoreError) {
            let store = try GateStore.openReadOnly(path: path)
            _ = try? store.verify()
            _ = try? store.matrix()
            for run in try store.runIDs() {
                let report = try store.report(
                    run: run,
                    declarations: [
                        GateDeclaration(
                            id: .g1, question: "how fast?", headlineCheck: "g1.p50")
                    ], notes: [])
                for format in ReportFormat.allCases {
                    _ = try? ValidationReport.render(report, as: format)
                }
            }
        } catch {
            _ = error.description
        }
    }

    @Test(
        "a number at an edge of its type, in any column of any table",
        arguments: ["9223372036854775807", "-9223372036854775808", "-1", "9e999", "1e308"])
    func everyColumn(value: String) throws {
        let isReal = value.contains("e")
        let tables = try scratch.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        for table in tables.map({ $0[0] as String }) {
            for column in try scratch.rows("PRAGMA table_info(\(table))")
            where column["type"] as String == (isReal ? "REAL" : "INTEGER") {
                let copy = try Scratch()
                try FileManager.default.copyItem(atPath: scratch.database, toPath: copy.database)
                var configuration = Configuration()
                configuration.foreignKeysEnabled = false
                // Where a key or a row's number forbids it, there is nothing to try.
                try? DatabaseQueue(path: copy.database, configuration: configuration).write {
                    try $0.execute(
                        sql: "UPDATE \(table) SET \(column["name"] as String) = \(value)")
                }
                readEverything(copy.database)
            }
        }
    }

    @Test(
        "a replicate that no run makes is named",
        arguments: ["9223372036854775807", "-1", "-9223372036854775808"])
    func replicate(number: String) throws {
        try scratch.execute(
            """
            UPDATE attempt SET plan = replace(plan, '"replicate":0', '"replicate":\(number)')
            """)
        let store = try GateStore.openReadOnly(path: scratch.database)
        let error = storeError { _ = try store.report(run: nil, declarations: [], notes: []) }
        #expect(error?.kind == .damaged)
        #expect(error?.description.contains("replicate \(number)") == true)
        #expect(try store.verify().findings.contains { $0.tables == ["attempt"] })
    }

    @Test("names that SQLite tells apart and Swift does not are one series")
    func oneName() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let id = try store.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 0)
        for name in ["caf\u{E9}", "cafe\u{301}"] {
            let batch = SampleBatch(metric: name, unit: .count, values: [1])
            try store.append([.samples(batch)], attempt: id)
        }
        #expect(try store.sampleCounts(run: run) == ["caf\u{E9}": 2])
    }

    @Test("a check whose floor is its own series is evaluated")
    func ownFloor() throws {
        try scratch.execute("UPDATE rule_check SET floor_metric = metric WHERE floor_metric <> ''")
        let store = try GateStore.openReadOnly(path: scratch.database)
        #expect(try store.verify().findings.contains { $0.tables == ["rule_check"] })
    }
}
