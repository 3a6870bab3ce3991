extension Schema {
    /// The noise court: its rule, what it heard, and what it decided.
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

    /// The canary of the subjects' priority (version 6); the view is made anew with its column.
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

    /// The views that show it.
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
}
