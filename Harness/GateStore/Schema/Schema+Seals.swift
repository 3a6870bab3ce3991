extension Schema {
    /// What a run fixed before its first attempt, and the digests by which a change of anything
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
}
