// Frozen: what version 1 of the schema made. A store of that version was made by this very SQL, so
// nothing here is ever changed; what came later stands in Migrations.swift, today's views in
// Views.swift.

extension Schema {
    /// Runs and attempts: what was asked for.
    ///
    /// Seeds are text, because SQLite's integers are signed.
    static let runTables = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            state TEXT NOT NULL,
            profile TEXT NOT NULL,
            seed TEXT NOT NULL,
            platform TEXT NOT NULL,
            host_class TEXT NOT NULL,
            harness_pid INTEGER NOT NULL,
            harness_start_time TEXT NOT NULL
        ) STRICT;
        CREATE TABLE run_gate (
            run_id INTEGER NOT NULL REFERENCES run,
            position INTEGER NOT NULL,
            gate TEXT NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE run_fact (
            run_id INTEGER NOT NULL REFERENCES run,
            position INTEGER NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL REFERENCES run,
            procedure TEXT NOT NULL,
            replicate INTEGER NOT NULL,
            seed TEXT NOT NULL,
            control TEXT,
            plan TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            ending TEXT,
            ending_number INTEGER,
            ending_detail TEXT,
            reached_its_end INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX attempt_of_run ON attempt (run_id);
        """

    /// What turns an attempt's evidence into a verdict; committed with the attempt, before its
    /// first sample.
    static let ruleTables = """
        CREATE TABLE rule (
            attempt_id INTEGER PRIMARY KEY REFERENCES attempt,
            confidence REAL NOT NULL
        ) STRICT;
        CREATE TABLE rule_check (
            attempt_id INTEGER NOT NULL REFERENCES rule,
            position INTEGER NOT NULL,
            gate TEXT NOT NULL,
            check_id TEXT NOT NULL,
            question TEXT NOT NULL,
            metric TEXT NOT NULL,
            statistic TEXT NOT NULL,
            quantile REAL,
            floor_metric TEXT,
            unit TEXT NOT NULL,
            comparison TEXT NOT NULL,
            threshold REAL NOT NULL,
            tier TEXT NOT NULL,
            fewest_samples INTEGER NOT NULL,
            PRIMARY KEY (attempt_id, position),
            UNIQUE (attempt_id, check_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rule_milestone (
            attempt_id INTEGER NOT NULL REFERENCES rule,
            position INTEGER NOT NULL,
            gate TEXT NOT NULL,
            milestone_id TEXT NOT NULL,
            title TEXT NOT NULL,
            metric TEXT NOT NULL,
            at_least INTEGER NOT NULL,
            PRIMARY KEY (attempt_id, position),
            UNIQUE (attempt_id, milestone_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rule_length (
            attempt_id INTEGER NOT NULL REFERENCES rule,
            position INTEGER NOT NULL,
            gate TEXT NOT NULL,
            title TEXT NOT NULL,
            metric TEXT NOT NULL,
            samples INTEGER NOT NULL,
            PRIMARY KEY (attempt_id, position)
        ) STRICT, WITHOUT ROWID;
        """

    /// What an attempt left behind, in the order in which it arrived.
    ///
    /// A series holds either the warm-up or the measured samples of a metric; their indexes count
    /// through both.
    static let evidenceTables = """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            metric TEXT NOT NULL,
            unit TEXT NOT NULL,
            warmup INTEGER NOT NULL,
            UNIQUE (attempt_id, metric, unit, warmup)
        ) STRICT;
        CREATE TABLE sample (
            series_id INTEGER NOT NULL REFERENCES series,
            sample_index INTEGER NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (series_id, sample_index)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event (
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            position INTEGER NOT NULL,
            number INTEGER NOT NULL,
            t_ns INTEGER NOT NULL,
            pid INTEGER NOT NULL,
            role TEXT NOT NULL,
            name TEXT NOT NULL,
            fields TEXT NOT NULL,
            PRIMARY KEY (attempt_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE violation (
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (attempt_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE fault (
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (attempt_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE fact (
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            position INTEGER NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (attempt_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE artefact (
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            PRIMARY KEY (attempt_id, position)
        ) STRICT, WITHOUT ROWID;
        """

    /// What was computed from the tables above.
    static let judgementTables = """
        CREATE TABLE judgement (
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            gate TEXT NOT NULL,
            verdict TEXT NOT NULL,
            contract_verdict TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (attempt_id, gate)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE check_result (
            attempt_id INTEGER NOT NULL,
            check_id TEXT NOT NULL,
            value REAL,
            bound REAL,
            sample_count INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (attempt_id, check_id),
            FOREIGN KEY (attempt_id, check_id) REFERENCES rule_check (attempt_id, check_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE milestone_result (
            attempt_id INTEGER NOT NULL,
            milestone_id TEXT NOT NULL,
            reached INTEGER NOT NULL,
            PRIMARY KEY (attempt_id, milestone_id),
            FOREIGN KEY (attempt_id, milestone_id)
                REFERENCES rule_milestone (attempt_id, milestone_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE control_result (
            run_id INTEGER NOT NULL REFERENCES run,
            position INTEGER NOT NULL,
            gate TEXT NOT NULL,
            control TEXT NOT NULL,
            subject TEXT NOT NULL,
            sabotage TEXT NOT NULL,
            expected_check TEXT NOT NULL,
            also_violated TEXT NOT NULL,
            expected_reason TEXT NOT NULL,
            observed_reason TEXT NOT NULL,
            verdict TEXT NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE gate_result (
            run_id INTEGER NOT NULL REFERENCES run,
            gate TEXT NOT NULL,
            verdict TEXT NOT NULL,
            contract_verdict TEXT NOT NULL,
            provisional INTEGER NOT NULL,
            reason TEXT NOT NULL,
            headline_value REAL,
            headline_unit TEXT,
            margin REAL,
            controls_caught INTEGER NOT NULL,
            controls_tried INTEGER NOT NULL,
            ambitions_held INTEGER NOT NULL,
            ambitions_asked INTEGER NOT NULL,
            PRIMARY KEY (run_id, gate)
        ) STRICT, WITHOUT ROWID;
        """

    /// The views as version 1 had them.
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
