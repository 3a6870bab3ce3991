// Frozen: what each version of the schema after the first one added. Nothing here is ever changed: a
// store on somebody's disk was made by this very SQL. A new version adds its own at the end, and its
// migration ends with `Views.create`.

extension Schema {
    /// Version 2, interference: its rule, what the harness saw, and what was decided.
    ///
    /// `guilty` and `excluded` are computed like any verdict and stored with it.
    static let noiseTables = """
        CREATE TABLE rule_noise (
            attempt_id INTEGER PRIMARY KEY REFERENCES rule,
            wake_up_error_ns INTEGER NOT NULL,
            foreign_share REAL NOT NULL,
            spare_processors REAL NOT NULL,
            steal_share REAL NOT NULL,
            neighbours INTEGER NOT NULL,
            maximum_excluded REAL NOT NULL
        ) STRICT;
        CREATE TABLE host_window (
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            position INTEGER NOT NULL,
            start_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL,
            wake_up_error_ns INTEGER NOT NULL,
            foreign_ns INTEGER NOT NULL,
            own_ns INTEGER NOT NULL,
            idle_ns INTEGER NOT NULL,
            steal_ns INTEGER NOT NULL,
            pressure_ns INTEGER NOT NULL,
            involuntary_switches INTEGER NOT NULL,
            guilty TEXT,
            PRIMARY KEY (attempt_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sample_batch (
            series_id INTEGER NOT NULL REFERENCES series,
            first_index INTEGER NOT NULL,
            sample_count INTEGER NOT NULL,
            start_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL,
            excluded INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (series_id, first_index)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE check_result ADD COLUMN excluded_count INTEGER NOT NULL DEFAULT 0;
        """

    /// Version 2, the views that show it.
    static let noiseViews = """
        DROP VIEW v_checks;
        CREATE VIEW v_checks AS
        SELECT attempt.run_id, attempt.id AS attempt_id, rule_check.gate, rule_check.check_id,
            rule_check.metric, check_result.value, rule_check.unit, rule_check.comparison,
            rule_check.threshold, check_result.bound, rule_check.tier, check_result.verdict,
            check_result.reason, check_result.excluded_count AS excluded
        FROM attempt
        JOIN rule_check ON rule_check.attempt_id = attempt.id
        JOIN check_result ON check_result.attempt_id = attempt.id
            AND check_result.check_id = rule_check.check_id
        WHERE attempt.control IS NULL
        ORDER BY attempt.id, rule_check.position;

        DROP VIEW v_samples;
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
            wake_up_error_ns, foreign_ns, own_ns, idle_ns, steal_ns, pressure_ns,
            involuntary_switches, guilty
        FROM host_window JOIN attempt ON attempt.id = attempt_id
        ORDER BY attempt_id, position;
        """

    /// Version 3: what a run fixed before its first attempt, and the digests by which a change of anything
    /// that a verdict rests on is noticed and named.
    ///
    /// A column's digest is over its values in the order of the table's key; a seal is over all of
    /// them. `first_sealed_run` tells runs that are older than seals from runs that lost theirs.
    static let sealTables = """
        CREATE TABLE run_declaration (
            run_id INTEGER NOT NULL REFERENCES run,
            position INTEGER NOT NULL,
            gate TEXT NOT NULL,
            headline_check TEXT NOT NULL,
            pending_reason TEXT,
            controls_expected INTEGER NOT NULL,
            attempts_planned INTEGER NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE run_fault (
            run_id INTEGER NOT NULL REFERENCES run,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attempt_digest (
            attempt_id INTEGER NOT NULL,
            table_name TEXT NOT NULL,
            column_name TEXT NOT NULL,
            row_count INTEGER NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (attempt_id, table_name, column_name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attempt_seal (
            attempt_id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL,
            digest TEXT NOT NULL
        ) STRICT;
        CREATE TABLE run_digest (
            run_id INTEGER NOT NULL,
            table_name TEXT NOT NULL,
            column_name TEXT NOT NULL,
            row_count INTEGER NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (run_id, table_name, column_name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE run_seal (
            run_id INTEGER PRIMARY KEY,
            digest TEXT NOT NULL
        ) STRICT;
        CREATE TABLE first_sealed_run (run_id INTEGER NOT NULL) STRICT;
        INSERT INTO first_sealed_run SELECT coalesce(max(id), 0) + 1 FROM run;
        """

    /// Version 3: the matrix, with what a newer GO must not hide: an earlier NO-GO of the same gate, platform,
    /// kind of host and commit.
    static let matrixViews = """
        DROP VIEW v_matrix;
        DROP VIEW newest_gate_result;
        CREATE VIEW newest_gate_result AS
        SELECT * FROM (
            SELECT gate_result.*, run.platform, run.host_class, run.finished_at,
                (SELECT max(earlier.run_id)
                    FROM gate_result AS earlier
                    JOIN run AS earlier_run ON earlier_run.id = earlier.run_id
                    JOIN run_fact AS then_fact
                        ON then_fact.run_id = earlier.run_id AND then_fact.key = 'commit'
                    JOIN run_fact AS now_fact
                        ON now_fact.run_id = run.id AND now_fact.key = 'commit'
                    WHERE earlier.run_id < run.id AND earlier.gate = gate_result.gate
                        AND earlier.verdict = 'NO-GO'
                        AND earlier_run.platform = run.platform
                        AND earlier_run.host_class = run.host_class
                        AND then_fact.value = now_fact.value
                ) AS earlier_no_go,
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
        SELECT gate, platform, host_class,
            CASE WHEN verdict = 'INCONCLUSIVE' AND reason LIKE 'GO (unproven)%'
                THEN 'GO (unproven)' ELSE verdict END AS verdict,
            contract_verdict, provisional,
            round(headline_value, 4) AS headline_value, headline_unit, round(margin, 3) AS margin,
            run_id, strftime('%Y-%m-%dT%H:%M:%SZ', finished_at / 1000, 'unixepoch') AS finished_at,
            earlier_no_go
        FROM newest_gate_result ORDER BY gate, platform, host_class;
        """

    /// Version 4: how small a slowdown each gate was shown to reject, in runs of their own.
    static let sensitivityTables = """
        CREATE TABLE sensitivity (
            run_id INTEGER NOT NULL REFERENCES run,
            gate TEXT NOT NULL,
            control TEXT NOT NULL,
            check_id TEXT NOT NULL,
            slowdown_ns INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            tried INTEGER NOT NULL,
            PRIMARY KEY (run_id, gate)
        ) STRICT, WITHOUT ROWID;
        CREATE VIEW v_sensitivity AS
        SELECT run_id, gate, control, check_id, slowdown_ns, rejected, tried
        FROM sensitivity ORDER BY run_id, gate;
        """

    /// Version 6: the canary of the subjects' priority; the view is made anew with its column.
    static let subjectPriority = """
        ALTER TABLE rule_noise ADD COLUMN subject_priority INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE host_window ADD COLUMN subject_wake_up_error_ns INTEGER;
        DROP VIEW v_host_windows;
        CREATE VIEW v_host_windows AS
        SELECT attempt.run_id, attempt_id, position AS window_index, start_ns, end_ns,
            wake_up_error_ns, subject_wake_up_error_ns, foreign_ns, own_ns, idle_ns, steal_ns,
            pressure_ns, involuntary_switches, guilty
        FROM host_window JOIN attempt ON attempt.id = attempt_id
        ORDER BY attempt_id, position;
        """

    /// Version 7: which way of judging a rule was made for, and what rates deviate from.
    ///
    /// A rule that is older has no edition and is judged as it was.
    static let editions = """
        ALTER TABLE rule ADD COLUMN edition INTEGER;
        ALTER TABLE rule_check ADD COLUMN nominal REAL;
        """

    /// Version 8: reasons and shortfalls as data beside their words.
    ///
    /// What an older store says of a GO without its controls, it says in words alone; this is the
    /// last time that anybody reads them. Every other reason of such a store stays as its words.
    static let reasons = """
        ALTER TABLE check_result ADD COLUMN reason_json TEXT;
        ALTER TABLE judgement ADD COLUMN reason_json TEXT;
        ALTER TABLE control_result ADD COLUMN observed_json TEXT;
        ALTER TABLE gate_result ADD COLUMN reason_json TEXT;
        ALTER TABLE gate_result ADD COLUMN shortfall_json TEXT;
        UPDATE gate_result SET reason_json = json_object('unproven', json_object(
            'caught', controls_caught,
            'expected', CAST(substr(reason, instr(reason, ' of ') + 4) AS INTEGER)))
        WHERE verdict = 'INCONCLUSIVE' AND reason LIKE 'GO (unproven)%';
        """

    /// Version 9: the judge's pulses, natures of checks, the waits behind violations, how much the
    /// host took, and confirmations.
    static let pulses = """
        CREATE TABLE host_pulse (
            attempt_id INTEGER NOT NULL REFERENCES attempt,
            position INTEGER NOT NULL,
            processor INTEGER NOT NULL,
            due_ns INTEGER NOT NULL,
            lateness_ns INTEGER NOT NULL,
            duration_ns INTEGER NOT NULL,
            PRIMARY KEY (attempt_id, position)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE host_window ADD COLUMN processors INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE host_window ADD COLUMN throttled_ns INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rule_noise ADD COLUMN pulse_duration_ns INTEGER;
        ALTER TABLE rule_noise ADD COLUMN pulse_limit_ns INTEGER;
        ALTER TABLE rule_noise ADD COLUMN pulse_priority INTEGER;
        ALTER TABLE rule_check ADD COLUMN nature TEXT;
        ALTER TABLE violation ADD COLUMN start_ns INTEGER;
        ALTER TABLE violation ADD COLUMN end_ns INTEGER;
        ALTER TABLE judgement ADD COLUMN host_taken_ns REAL;
        ALTER TABLE judgement ADD COLUMN host_watched_ns REAL;
        ALTER TABLE run_declaration ADD COLUMN confirmations INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE run_declaration ADD COLUMN controls_known INTEGER;
        ALTER TABLE gate_result ADD COLUMN controls_known INTEGER;
        """

    /// Version 10: the kills of stubs at their system calls, in runs of their own.
    static let killPoints = """
        CREATE TABLE kill_point (
            run_id INTEGER NOT NULL REFERENCES run,
            position INTEGER NOT NULL,
            subject TEXT NOT NULL,
            phase TEXT NOT NULL,
            number INTEGER NOT NULL,
            side TEXT NOT NULL,
            system_call TEXT NOT NULL,
            thread TEXT NOT NULL,
            outcome TEXT NOT NULL,
            duration_ns INTEGER,
            left_behind TEXT NOT NULL,
            deviations TEXT NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
        """

    /// Version 11: where a run came from that was made elsewhere, and from when on a check's history
    /// counts anew, with who said so and why.
    static let origins = """
        CREATE TABLE run_origin (
            run_id INTEGER PRIMARY KEY REFERENCES run,
            number INTEGER NOT NULL,
            seal TEXT,
            signed_by TEXT
        ) STRICT;
        CREATE TABLE check_reset (
            id INTEGER PRIMARY KEY,
            check_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            why TEXT NOT NULL
        ) STRICT;
        """
}
