extension Schema {
    /// The matrix, with what a newer GO must not hide: an earlier NO-GO of the same gate, platform,
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
}
