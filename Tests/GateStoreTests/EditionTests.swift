import GRDB
import GateKit
import Testing

@testable import GateStore

/// What was judged by an older edition of the rules comes out the same for ever.
@Suite struct EditionTests {
    let scratch: Scratch
    let store: GateStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    /// Makes a run with a control that has a second, slow violation beside its own.
    private func makeControl(_ edition: Rule.Edition) throws -> Int64 {
        let control = Control("echo-delay=2ms", gate: .g1, violates: "g1.replies")
        var plan = AttemptPlan.fixture(control: control)
        plan.gates = [.g1]
        var rule = Rule.fixture
        rule.milestones = [control.announcement]
        rule.edition = edition
        let run = try store.beginRun(.fixture(gates: [.g1]), harness: .fixture)
        let id = try store.beginAttempt(plan, rule: rule, run: run, startedAt: 0)
        let slow = Array(repeating: 2_000_000.0, count: 20)
        try store.append(
            [
                .samples(SampleBatch(metric: "rtt", unit: .nanoseconds, values: slow)),
                .samples(SampleBatch(metric: "wrong", unit: .count, values: [1])),
                .samples(
                    SampleBatch(metric: Control.announcementMetric, unit: .count, values: [1])),
                .end,
            ], attempt: id)
        try store.endAttempt(id, .exited(code: 0), at: 1)
        let controls = try store.judge(attempt: id).judgements.map {
            control.judge($0, edition: edition)
        }
        try store.finishRun(run, state: .finished, at: 2, results: [], controls: controls)
        return run
    }

    /// Makes the store what the version before editions would have left.
    private func takeEditionsAway(run: Int64) throws {
        try store.write("make it older") { database in
            for view in [
                "v_checks", "v_controls", "v_matrix", "newest_gate_result", "v_host_windows",
                "v_host_pulses", "v_kill_map", "v_origins", "v_resets",
            ] {
                try database.execute(sql: "DROP VIEW \(view)")
            }
            try database.execute(
                sql: """
                    ALTER TABLE rule DROP COLUMN edition;
                    ALTER TABLE rule_check DROP COLUMN nominal;
                    DELETE FROM run_digest;
                    ALTER TABLE check_result DROP COLUMN reason_json;
                    ALTER TABLE judgement DROP COLUMN reason_json;
                    ALTER TABLE gate_result DROP COLUMN reason_json;
                    ALTER TABLE gate_result DROP COLUMN shortfall_json;
                    ALTER TABLE control_result DROP COLUMN observed_json;
                    ALTER TABLE host_window DROP COLUMN processors;
                    ALTER TABLE host_window DROP COLUMN throttled_ns;
                    ALTER TABLE rule_noise DROP COLUMN pulse_duration_ns;
                    ALTER TABLE rule_noise DROP COLUMN pulse_limit_ns;
                    ALTER TABLE rule_noise DROP COLUMN pulse_priority;
                    ALTER TABLE rule_check DROP COLUMN nature;
                    ALTER TABLE violation DROP COLUMN start_ns;
                    ALTER TABLE violation DROP COLUMN end_ns;
                    ALTER TABLE judgement DROP COLUMN host_taken_ns;
                    ALTER TABLE judgement DROP COLUMN host_watched_ns;
                    ALTER TABLE run_declaration DROP COLUMN confirmations;
                    ALTER TABLE run_declaration DROP COLUMN controls_known;
                    ALTER TABLE gate_result DROP COLUMN controls_known;
                    DELETE FROM grdb_migrations WHERE identifier IN ('7', '8', '9', '10', '11');
                    PRAGMA user_version = 6;
                    """)
            for id in try Int64.fetchAll(database, sql: "SELECT id FROM attempt") {
                try database.sealAttempt(id)
                try database.execute(
                    sql: """
                        DELETE FROM attempt_digest
                        WHERE attempt_id = ? AND table_name = 'host_pulse'
                        """, arguments: [id])
                let rest = try database.storedDigests("attempt_digest", "attempt_id", id)
                try database.execute(
                    sql: "UPDATE attempt_seal SET digest = ? WHERE attempt_id = ?",
                    arguments: [ColumnDigest.seal(rest), id])
            }
            try database.execute(sql: "DROP TABLE host_pulse")
            try database.sealRun(run)
            try database.execute(sql: "DELETE FROM run_digest WHERE table_name = 'kill_point'")
            try database.execute(
                sql: "UPDATE run_seal SET digest = ? WHERE run_id = ?",
                arguments: [
                    ColumnDigest.seal(
                        try database.storedDigests("run_digest", "run_id", run),
                        try database.attemptSeals(run: run)), run,
                ])
            for table in ["kill_point", "run_origin", "check_reset"] {
                try database.execute(sql: "DROP TABLE \(table)")
            }
        }
    }

    @Test("an edition and a nominal rate come back as they were stored")
    func roundTrip() throws {
        let run = try store.beginRun(.fixture(), harness: .fixture)
        for edition in Rule.Edition.allCases {
            var rule = Rule.fixture
            rule.edition = edition
            rule.checks[3].nominal = 60
            let id = try store.beginAttempt(.fixture(), rule: rule, run: run, startedAt: 0)
            #expect(try store.attempt(id).rule == rule)
        }
    }

    @Test(
        "a control that was slow besides stays BLIND by the first edition, and is caught by the second",
        arguments: [(Rule.Edition.first, Verdict.blind), (.second, .go)])
    func control(edition: Rule.Edition, verdict: Verdict) throws {
        let run = try makeControl(edition)
        let again = try store.recomputedResults(store.run(run))
        #expect(again.controls.map(\.verdict) == [verdict])
        #expect(try store.verify().findings.isEmpty)
    }

    @Test("a store without editions is judged by the first one, migrated in place or in a copy")
    func older() throws {
        let run = try makeControl(.first)
        try takeEditionsAway(run: run)
        for store in [try GateStore.openReadOnly(path: scratch.database), try scratch.open()] {
            #expect(try store.attempts(run: run).map(\.rule.edition) == [.first])
            let again = try store.recomputedResults(store.run(run))
            #expect(again.controls.map(\.verdict) == [.blind])
            #expect(try store.verify().findings.map(\.description) == [])
        }
        #expect(try scratch.rows("PRAGMA user_version").first?[0] as Int? == Schema.version)
    }

    @Test("an edition that was given to an older rule is named by what it changes")
    func forged() throws {
        let run = try makeControl(.first)
        try takeEditionsAway(run: run)
        _ = try scratch.open()
        try scratch.execute("UPDATE rule SET edition = 2")
        let findings = try GateStore.openReadOnly(path: scratch.database).verify().findings
        #expect(findings.contains { $0.tables.contains("control_result") }, "\(findings)")
    }
}
