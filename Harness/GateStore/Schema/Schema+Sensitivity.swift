extension Schema {
    /// How small a slowdown each gate was shown to reject, in runs of their own.
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
}
