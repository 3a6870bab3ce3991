import GRDB

/// The public interface of the store; `results/README.md` documents every column.
///
/// Times of day are shown as ISO 8601 in UTC; the tables keep milliseconds since 1970.
/// `newest_gate_result` chooses the rows of `v_matrix`: the run that began last wins, whatever number
/// it was given when it was imported, but a PENDING of a run
/// that was not asked for the gate never replaces a result that was earned; beside a GO it names the
/// newest earlier NO-GO of the same gate, platform, kind of host and commit.
enum Views {
    /// Makes every view anew, whatever older versions left.
    ///
    /// The last migration calls this. Whoever changes a view moves the call into a migration of a
    /// new version.
    static func create(_ database: Database) throws {
        let old = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_master WHERE type = 'view'")
        for name in old where name == "newest_gate_result" || name.starts(with: "v_") {
            try database.execute(sql: "DROP VIEW \(name.quotedDatabaseIdentifier)")
        }
        try database.execute(sql: sql)
    }

    /// The rows of `newest_gate_result`, as the program asks for them itself: it never reads a view.
    static let newestGateResult = """
        SELECT newest.*,
            (SELECT earlier.run_id
                FROM run AS earlier_run
                JOIN gate_result AS earlier
                    ON earlier.run_id = earlier_run.id AND earlier.gate = newest.gate
                JOIN run_fact AS then_fact
                    ON then_fact.run_id = earlier_run.id AND then_fact.key = 'commit'
                JOIN run_fact AS now_fact
                    ON now_fact.run_id = newest.run_id AND now_fact.key = 'commit'
                WHERE (earlier_run.started_at, earlier_run.id)
                        < (newest.started_at, newest.run_id)
                    AND earlier.verdict = 'NO-GO'
                    AND earlier_run.platform = newest.platform
                    AND earlier_run.host_class = newest.host_class
                    AND then_fact.value = now_fact.value
                ORDER BY earlier_run.started_at DESC, earlier_run.id DESC LIMIT 1
            ) AS earlier_no_go
        FROM (
            SELECT gate_result.*, run.platform, run.host_class, run.started_at, run.finished_at,
                row_number() OVER (
                    PARTITION BY gate_result.gate, run.platform, run.host_class
                    ORDER BY gate_result.verdict <> 'PENDING' OR EXISTS (
                            SELECT 1 FROM run_gate
                            WHERE run_gate.run_id = run.id AND run_gate.gate = gate_result.gate
                        ) DESC,
                        run.started_at DESC, run.id DESC
                ) AS age
            FROM gate_result JOIN run ON run.id = gate_result.run_id
        ) AS newest WHERE age = 1
        """

    /// The run that began last of those that looked for the sensitivity of a gate, on each platform
    /// and kind of host.
    static let newestSensitivity = """
        SELECT run_id, gate, platform, host_class FROM (
            SELECT sensitivity.run_id, sensitivity.gate, run.platform, run.host_class,
                row_number() OVER (
                    PARTITION BY sensitivity.gate, run.platform, run.host_class
                    ORDER BY run.started_at DESC, run.id DESC
                ) AS age
            FROM sensitivity JOIN run ON run.id = sensitivity.run_id
        ) WHERE age = 1
        """

    /// The run that began last of those that made a kill map, on each platform and kind of host.
    static let newestKillMap = """
        SELECT run_id, platform, host_class FROM (
            SELECT run.id AS run_id, run.platform, run.host_class,
                row_number() OVER (
                    PARTITION BY run.platform, run.host_class
                    ORDER BY run.started_at DESC, run.id DESC
                ) AS age
            FROM run WHERE EXISTS (SELECT 1 FROM kill_point WHERE kill_point.run_id = run.id)
        ) WHERE age = 1
        """

    private static let sql = """
        CREATE VIEW v_runs AS
        SELECT run.id AS run_id,
            strftime('%Y-%m-%dT%H:%M:%SZ', run.started_at / 1000, 'unixepoch') AS started_at,
            strftime('%Y-%m-%dT%H:%M:%SZ', run.finished_at / 1000, 'unixepoch') AS finished_at,
            run.state, run.profile, run.seed, run.platform, run.host_class,
            (SELECT group_concat(gate, ' ')
                FROM (SELECT gate FROM run_gate WHERE run_id = run.id ORDER BY position)) AS gates,
            (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'host') AS host,
            (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'commit') AS "commit",
            (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'dirty') AS dirty,
            (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'configuration')
                AS configuration
        FROM run ORDER BY run.id;

        CREATE VIEW v_attempts AS
        SELECT attempt.id AS attempt_id, attempt.run_id, attempt.procedure,
            (SELECT group_concat(value, ' ') FROM json_each(attempt.plan, '$.gates')) AS gates,
            attempt.control, attempt.replicate, attempt.seed,
            strftime('%Y-%m-%dT%H:%M:%SZ', attempt.started_at / 1000, 'unixepoch') AS started_at,
            strftime('%Y-%m-%dT%H:%M:%SZ', attempt.finished_at / 1000, 'unixepoch') AS finished_at,
            CASE attempt.ending
                WHEN 'exited' THEN 'exited ' || attempt.ending_number
                WHEN 'signalled' THEN 'signalled ' || attempt.ending_number
                    || coalesce(' ' || attempt.ending_detail, '')
                WHEN 'killed' THEN 'killed ' || attempt.ending_detail
                ELSE attempt.ending
            END AS ending,
            (SELECT group_concat(gate || ' ' || verdict, ', ')
                FROM judgement WHERE attempt_id = attempt.id) AS verdicts
        FROM attempt ORDER BY attempt.id;

        CREATE VIEW v_checks AS
        SELECT attempt.run_id, attempt.id AS attempt_id, rule_check.gate, rule_check.check_id,
            rule_check.metric, check_result.value, rule_check.unit, rule_check.comparison,
            rule_check.threshold, check_result.bound, rule_check.tier, check_result.verdict,
            check_result.reason, check_result.excluded_count AS excluded,
            check_result.reason_json, rule_check.nature
        FROM attempt
        JOIN rule_check ON rule_check.attempt_id = attempt.id
        JOIN check_result ON check_result.attempt_id = attempt.id
            AND check_result.check_id = rule_check.check_id
        WHERE attempt.control IS NULL
        ORDER BY attempt.id, rule_check.position;

        CREATE VIEW v_samples AS
        SELECT series.attempt_id, series.metric, sample.sample_index, sample.value, series.unit,
            series.warmup,
            coalesce((
                SELECT sample_batch.excluded FROM sample_batch
                WHERE sample_batch.series_id = sample.series_id
                    AND sample_batch.first_index <= sample.sample_index
                    AND sample.sample_index < sample_batch.first_index + sample_batch.sample_count
                ORDER BY sample_batch.first_index DESC LIMIT 1
            ), 0) AS excluded
        FROM series JOIN sample ON sample.series_id = series.id;

        CREATE VIEW v_host_windows AS
        SELECT attempt.run_id, attempt_id, position AS window_index, start_ns, end_ns,
            wake_up_error_ns, subject_wake_up_error_ns, foreign_ns, own_ns, idle_ns, steal_ns,
            pressure_ns, involuntary_switches, guilty, processors, throttled_ns
        FROM host_window JOIN attempt ON attempt.id = attempt_id
        ORDER BY attempt_id, position;

        CREATE VIEW v_host_pulses AS
        SELECT attempt.run_id, attempt_id, position AS pulse_index, processor, due_ns, lateness_ns,
            duration_ns
        FROM host_pulse JOIN attempt ON attempt.id = attempt_id
        ORDER BY attempt_id, position;

        CREATE VIEW v_events AS
        SELECT attempt_id, number, t_ns, pid, role, name AS event, fields
        FROM event ORDER BY attempt_id, position;

        CREATE VIEW v_controls AS
        SELECT run_id, gate, control, expected_reason, observed_reason, verdict = 'GO' AS caught,
            observed_json
        FROM control_result ORDER BY run_id, position;

        CREATE VIEW v_sensitivity AS
        SELECT run_id, gate, control, check_id, slowdown_ns, rejected, tried
        FROM sensitivity ORDER BY run_id, gate;

        CREATE VIEW v_kill_map AS
        SELECT run_id, position AS point, subject, phase, number, side, system_call, thread,
            outcome, round(duration_ns / 1e6, 3) AS duration_ms, left_behind, deviations
        FROM kill_point ORDER BY run_id, position;

        CREATE VIEW v_origins AS
        SELECT run_id, number, seal, signed_by FROM run_origin ORDER BY run_id;

        CREATE VIEW v_resets AS
        SELECT check_id, strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000, 'unixepoch') AS reset_at, who, why
        FROM check_reset ORDER BY check_id, at;

        CREATE VIEW newest_gate_result AS
        \(newestGateResult);

        CREATE VIEW v_matrix AS
        SELECT gate, platform, host_class,
            CASE WHEN json_valid(reason_json) AND json_type(reason_json, '$.unproven') = 'object'
                THEN 'GO (unproven)' ELSE verdict END AS verdict,
            contract_verdict, provisional,
            round(headline_value, 4) AS headline_value, headline_unit, round(margin, 3) AS margin,
            run_id, strftime('%Y-%m-%dT%H:%M:%SZ', finished_at / 1000, 'unixepoch') AS finished_at,
            earlier_no_go, reason, reason_json, shortfall_json
        FROM newest_gate_result ORDER BY gate, platform, host_class;
        """
}
