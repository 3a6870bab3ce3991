import Foundation
import GRDB
import GateKit
import GateStore
import Testing

/// Whatever is changed in a store, `verify` names it.
@Suite struct VerifyTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// One finished run with a real attempt and a control, and at least one row in every table.
    private static func fill(_ scratch: Scratch) throws {
        let store = try scratch.open()
        var record = RunRecord.fixture()
        record.declarations = [GateID.g1, .g2].map {
            RunDeclaration(
                gate: $0, headlineCheck: $0 == .g1 ? "g1.p50" : "g2.max", pendingReason: nil,
                controlsExpected: $0 == .g1 ? 1 : 0, attemptsPlanned: 1)
        }
        let run = try store.beginRun(record, harness: .fixture)
        let window = HostWindow(
            start: 100, end: 200_000_100, wakeUpError: 3, subjectWakeUpError: 2,
            foreign: 380_000_000, own: 5, idle: 6, steal: 0, pressure: 8, involuntarySwitches: 9,
            processors: 2, throttled: 10)
        let more: [StoredEvidence] = [
            .host(window),
            .pulses([HostPulse(processor: 1, due: 150, lateness: 20, duration: 50)]),
            .samples(
                SampleBatch(
                    metric: "rtt", unit: .nanoseconds, values: [12_000],
                    span: TimeSpan(start: 150, end: 160))),
            .event(StubEvent(number: 1, time: 2, pid: 3, role: "runtime", name: "ready")),
            .fact(Fact("placement", "free")), .violation(Violation(.leak, "descriptor 7")),
            .fault(HarnessFault(.harness, "lost an event")),
            .artefact(name: "stacks", path: "/tmp/stacks"),
        ]
        let real = try store.makeAttempt(run: run, more + goodEvidence)
        let control = try store.makeAttempt(run: run, control: .delay)
        let judgements = try store.judgements(attempt: real)
        let controls = try store.judgements(attempt: control).filter { $0.gate == .g1 }
            .map { Control.delay.judge($0, edition: Rule.fixture.edition) }
        let rules = [Rule.fixture]
        let faults = [HarnessFault(.precondition, "no compositor")]
        let evidence = RunEvidence(
            judgements: judgements, controls: controls, rules: rules,
            sampleCounts: try store.sampleCounts(run: run), faults: faults, wasInterrupted: false)
        try store.store(
            SensitivityResult(
                gate: .g1, control: "echo-delay", check: "g1.p50", slowdown: 990_000, rejected: 59,
                tried: 59), run: run)
        try store.append(
            KillPointResult(
                KillPoint(.editor, .sweep, 3), systemCall: "unlink", thread: "weld-editor",
                outcome: .ended, nanoseconds: 20), run: run, position: 0)
        // As of a run that was imported.
        try scratch.execute("INSERT INTO run_origin VALUES (\(run), 7, 'seal', 'anna')")
        try store.finishRun(
            run, state: .finished, at: 1_790_000_003_000,
            results: record.declarations.map { $0.judge(evidence) }, controls: controls,
            faults: faults)
    }

    /// Folds the log into the file, so that the file alone can be copied.
    private func fold() throws {
        _ = try DatabaseQueue(path: scratch.database).writeWithoutTransaction {
            try $0.checkpoint(.truncate)
        }
    }

    @Test("a store that nobody touched verifies, and says how much that was")
    func untouched() throws {
        try Self.fill(scratch)
        let verification = try GateStore.openReadOnly(path: scratch.database).verify()
        #expect(verification.findings.map(\.description) == [])
        #expect(verification.runs == 1)
        #expect(verification.attempts == 2)
        #expect(verification.samples == 91)
    }

    /// But of resets, which people declare at any time and which decide nothing.
    @Test("a change of any column of any table is named with its table")
    func everyColumn() throws {
        try Self.fill(scratch)
        try fold()
        let names = try scratch.rows(
            """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'
                ESCAPE '\\' AND name NOT IN ('grdb_migrations', 'check_reset')
            """
        ).map { $0[0] as String }
        #expect(names.count >= 30)
        for table in names {
            let columns = try scratch.rows("PRAGMA table_info(\(table))")
            #expect(!(try scratch.rows("SELECT * FROM \(table)")).isEmpty, "\(table) is empty")
            for column in columns { try flip(column["name"], of: table, columns) }
        }
    }

    /// Changes one column of one row in a copy, and expects the table to be named.
    private func flip(_ column: String, of table: String, _ columns: [Row]) throws {
        let copy = try Scratch()
        try FileManager.default.copyItem(atPath: scratch.database, toPath: copy.database)
        let keys = columns.filter { ($0["pk"] as Int) > 0 }.map { $0["name"] as String }
        let key = keys.isEmpty ? "rowid" : keys.joined(separator: ", ")
        let type = columns.first { $0["name"] as String == column }?["type"] as String? ?? ""
        let changed =
            type == "TEXT" ? "coalesce(\(column), '') || 'x'" : "coalesce(\(column), 0) + 1000"
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: copy.database, configuration: configuration).write {
            try $0.execute(
                sql: """
                    UPDATE \(table) SET \(column) = \(changed)
                    WHERE (\(key)) IN (SELECT \(key) FROM \(table) LIMIT 1)
                    """)
        }
        let findings = try GateStore.openReadOnly(path: copy.database).verify().findings
        #expect(findings.contains { $0.tables.contains(table) }, "\(table).\(column): \(findings)")
    }

    @Test(
        "a row that was deleted is named",
        arguments: [
            "sample", "event", "host_window", "judgement", "check_result", "gate_result",
            "control_result", "violation", "rule_check", "attempt_digest", "run_digest",
            "attempt_seal", "run_seal", "run_fact", "attempt", "run",
        ])
    func missingRow(table: String) throws {
        try Self.fill(scratch)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: scratch.database, configuration: configuration).write { database in
            let key = try database.columns(in: table).filter { $0.primaryKeyIndex > 0 }.map(\.name)
                .joined(separator: ", ")
            try database.execute(
                sql: "DELETE FROM \(table) WHERE (\(key)) IN (SELECT \(key) FROM \(table) LIMIT 1)")
        }
        let findings = try GateStore.openReadOnly(path: scratch.database).verify().findings
        #expect(findings.contains { $0.tables.contains(table) }, "\(findings)")
    }

    @Test("a verdict that was edited together with its digests is still computed again")
    func editedVerdict() throws {
        try Self.fill(scratch)
        try scratch.execute(
            """
            UPDATE judgement SET verdict = 'GO', reason = 'every check holds';
            DELETE FROM attempt_digest; DELETE FROM attempt_seal; DELETE FROM run_digest;
            DELETE FROM run_seal;
            UPDATE first_sealed_run SET run_id = 99;
            """)
        let findings = try GateStore.openReadOnly(path: scratch.database).verify().findings
        #expect(findings.contains { $0.tables == ["judgement"] })
    }

    @Test("a rule that was changed after the fact is named")
    func changedRule() throws {
        try Self.fill(scratch)
        try scratch.execute(
            "UPDATE rule_check SET threshold = 1 WHERE attempt_id = 1 AND check_id = 'g1.p50'")
        let findings = try GateStore.openReadOnly(path: scratch.database).verify().findings
        #expect(findings.contains { $0.tables == ["rule_check"] && $0.column == "threshold" })
        #expect(findings.contains { $0.tables == ["check_result"] })
    }

    @Test("a run that was broken off is noted, and its attempts are compared")
    func broken() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        try store.makeAttempt(run: run)
        _ = try store.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 0)
        _ = try GateStore(path: scratch.database, isAlive: { _ in false })
        let store2 = try GateStore.openReadOnly(path: scratch.database)
        #expect(try store2.verify().findings == [])
        #expect(try store2.verify().notes.first?.hasPrefix("run 1 is broken") == true)
        try scratch.execute("UPDATE sample SET value = 5 WHERE value = 11000")
        #expect(
            try store2.verify().findings.contains { $0.tables == ["sample"] && $0.attempt == 1 })
    }

    @Test("a file that was cut off is refused in one sentence or named, never taken for whole")
    func truncated() throws {
        try Self.fill(scratch)
        try fold()
        let whole = try Data(contentsOf: URL(fileURLWithPath: scratch.database))
        for part in [1, 2, 3] {
            let copy = try Scratch()
            try whole.prefix(whole.count * part / 4)
                .write(to: URL(fileURLWithPath: copy.database))
            var findings: [Finding] = []
            let error = storeError {
                findings = try GateStore.openReadOnly(path: copy.database).verify().findings
            }
            #expect(error != nil || !findings.isEmpty)
        }
    }

    @Test("a run that is not there is not found")
    func notFound() throws {
        try Self.fill(scratch)
        let store = try GateStore.openReadOnly(path: scratch.database)
        #expect(storeError { _ = try store.verify(run: 7) }?.kind == .notFound)
    }
}
