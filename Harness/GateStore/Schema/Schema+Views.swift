extension Schema {
    /// The public interface of the store; `results/README.md` documents every column.
    ///
    /// Times of day are shown as ISO 8601 in UTC; the tables keep milliseconds since 1970.
    /// `newest_gate_result` chooses the rows of `v_matrix`: the newest run wins, but a PENDING of a
    /// run that was not asked for the gate never replaces a result that was earned.
    static let views = """
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
            check_result.reason
        FROM attempt
        JOIN rule_check ON rule_check.attempt_id = attempt.id
        JOIN check_result ON check_result.attempt_id = attempt.id
            AND check_result.check_id = rule_check.check_id
        WHERE attempt.control IS NULL
        ORDER BY attempt.id, rule_check.position;

        CREATE VIEW v_samples AS
        SELECT series.attempt_id, series.metric, sample.sample_index, sample.value, series.unit,
            series.warmup
        FROM series JOIN sample ON sample.series_id = series.id;

        CREATE VIEW v_events AS
        SELECT attempt_id, number, t_ns, pid, role, name AS event, fields
        FROM event ORDER BY attempt_id, position;

        CREATE VIEW v_controls AS
        SELECT run_id, gate, control, expected_reason, observed_reason, verdict = 'GO' AS caught
        FROM control_result ORDER BY run_id, position;

        CREATE VIEW newest_gate_result AS
        SELECT * FROM (
            SELECT gate_result.*, run.platform, run.host_class, run.finished_at,
                row_number() OVER (
                    PARTITION BY gate_result.gate, run.platform, run.host_class
                    ORDER BY gate_result.verdict <> 'PENDING' OR EXISTS (
                            SELECT 1 FROM run_gate
                            WHERE run_gate.run_id = run.id AND run_gate.gate = gate_result.gate
                        ) DESC,
                        run.id DESC
                ) AS age
            FROM gate_result JOIN run ON run.id = gate_result.run_id
        ) WHERE age = 1;

        CREATE VIEW v_matrix AS
        SELECT gate, platform, host_class, verdict, contract_verdict, provisional,
            round(headline_value, 4) AS headline_value, headline_unit, round(margin, 3) AS margin,
            run_id, strftime('%Y-%m-%dT%H:%M:%SZ', finished_at / 1000, 'unixepoch') AS finished_at
        FROM newest_gate_result ORDER BY gate, platform, host_class;
        """
}
