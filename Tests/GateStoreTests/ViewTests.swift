import GRDB
import GateKit
import GateStore
import Testing

@Suite struct ViewTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test(
        "a public view has exactly these columns, in this order",
        arguments: [
            (
                "v_runs",
                """
                run_id started_at finished_at state profile seed platform host_class gates host \
                commit dirty configuration
                """
            ),
            (
                "v_attempts",
                """
                attempt_id run_id procedure gates control replicate seed started_at finished_at \
                ending verdicts
                """
            ),
            (
                "v_checks",
                """
                run_id attempt_id gate check_id metric value unit comparison threshold bound tier \
                verdict reason excluded reason_json nature
                """
            ),
            ("v_samples", "attempt_id metric sample_index value unit warmup excluded"),
            (
                "v_host_windows",
                """
                run_id attempt_id window_index start_ns end_ns wake_up_error_ns \
                subject_wake_up_error_ns foreign_ns own_ns idle_ns steal_ns pressure_ns \
                involuntary_switches guilty processors throttled_ns
                """
            ),
            (
                "v_host_pulses",
                "run_id attempt_id pulse_index processor due_ns lateness_ns duration_ns"
            ),
            ("v_events", "attempt_id number t_ns pid role event fields"),
            ("v_sensitivity", "run_id gate control check_id slowdown_ns rejected tried"),
            (
                "v_kill_map",
                "run_id point subject phase number side system_call thread outcome duration_ms "
                    + "left_behind deviations"
            ),
            (
                "v_controls",
                "run_id gate control expected_reason observed_reason caught observed_json"
            ),
            (
                "v_matrix",
                """
                gate platform host_class verdict contract_verdict provisional headline_value \
                headline_unit margin run_id finished_at earlier_no_go reason reason_json \
                shortfall_json
                """
            ),
        ])
    func columns(view: String, expected: String) throws {
        _ = try scratch.open()
        let names = try scratch.rows("PRAGMA table_info(\(view))").map { $0["name"] as String }
        #expect(names.joined(separator: " ") == expected)
    }

    @Test("controls appear in v_attempts with their name and never in v_checks")
    func controls() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let real = try store.makeAttempt(run: run)
        let control = try store.makeAttempt(run: run, control: .delay)
        let attempts = try scratch.rows("SELECT attempt_id, control FROM v_attempts")
        #expect(attempts.map { $0["control"] as String? } == [nil, "echo-delay"])
        let checked = try scratch.rows("SELECT DISTINCT attempt_id FROM v_checks")
        #expect(checked.map { $0[0] as Int64 } == [real])
        #expect(real != control)
    }

    @Test("v_checks shows each check in the rule's order with its figure and its verdict")
    func checks() throws {
        try scratch.open().finishedRun()
        let rows = try scratch.rows("SELECT * FROM v_checks")
        #expect(rows.map { $0["check_id"] as String } == Rule.fixture.checks.map(\.id))
        let median = try #require(rows.first)
        #expect(median["value"] as Double == 11_904.5)
        #expect(median["comparison"] as String == "<")
        #expect(median["tier"] as String == "contract")
        #expect(median["verdict"] as String == "GO")
    }

    @Test("v_samples holds warm-up samples, marked, with one index through both")
    func samples() throws {
        try scratch.open().finishedRun()
        let rows = try scratch.rows(
            "SELECT * FROM v_samples WHERE metric = 'rtt' ORDER BY sample_index")
        #expect(rows.map { $0["sample_index"] as Int } == Array(0..<22))
        #expect(rows.map { $0["warmup"] as Int } == [1, 1] + Array(repeating: 0, count: 20))
        #expect(rows.first?["value"] as Double? == 9_000_000)
        #expect(rows.first?["unit"] as String? == "ns")
    }

    @Test("v_events holds every field of an event in the order of arrival")
    func events() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let events = [
            StubEvent(number: 2, time: 20, pid: 7, role: "editor", name: "ready"),
            StubEvent(
                number: 1, time: 10, pid: 8, role: "runtime", name: "exiting",
                fields: #"{"code":0,"a":"\"b\""}"#),
        ]
        try store.makeAttempt(run: run, events.map { .event($0) })
        let rows = try scratch.rows("SELECT * FROM v_events")
        #expect(rows.map { $0["event"] as String } == ["ready", "exiting"])
        #expect(rows.last?["fields"] as String? == #"{"code":0,"a":"\"b\""}"#)
        #expect(try store.events(attempt: 1) == events)
    }

    @Test("v_controls says what was expected, what was seen and whether it was caught")
    func controlResults() throws {
        let store = try scratch.open()
        try store.finishedRun(controls: [
            ControlResult(
                control: .delay, observed: .caught(by: ["g1.p50"], slow: []), verdict: .go),
            ControlResult(
                control: .delay, observed: .unseen, verdict: .blind),
        ])
        let rows = try scratch.rows("SELECT * FROM v_controls")
        #expect(rows.map { $0["caught"] as Int } == [1, 0])
        #expect(rows.last?["observed_reason"] as String? == "failed to fail: came out GO")
        #expect(rows.last?["observed_json"] as String? == #"{"unseen":{}}"#)
    }

    @Test("v_runs shows times of day, the seed as it is typed and the provenance that is asked for")
    func runs() throws {
        try scratch.open().finishedRun()
        let row = try #require(try scratch.rows("SELECT * FROM v_runs").first)
        #expect(row["started_at"] as String == "2026-09-21T14:13:20Z")
        #expect(row["finished_at"] as String == "2026-09-21T14:13:23Z")
        #expect(row["seed"] as String == "18446744073709551615")
        #expect(row["gates"] as String == "G1 G2")
        #expect(row["commit"] as String == "0123abc")
    }

    @Test(
        "v_attempts spells how an attempt ended",
        arguments: [
            (.exited(code: 3), "exited 3"),
            (.signalled(number: 11, coreDumped: true), "signalled 11 core dumped"),
            (.signalled(number: 9, coreDumped: false), "signalled 9"),
            (.killedByHarness(step: "KILL"), "killed KILL"), (.interrupted, "interrupted"),
        ] as [(AttemptEnding, String)])
    func endings(ending: AttemptEnding, text: String) throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let id = try store.makeAttempt(run: run, ending: ending)
        #expect(try scratch.rows("SELECT ending FROM v_attempts").first?[0] as String? == text)
        #expect(try store.attempt(id).ending == ending)
    }
}
