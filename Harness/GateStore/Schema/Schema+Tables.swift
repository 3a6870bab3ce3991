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
}
