-- A store of schema 5. Its tables and views are the SQL of the commit that brought the version
-- (7a4352a); its rows are those of a newer store as far as the version had their columns, and its
-- seals are over just these.
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
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES ('1'), ('2'), ('3'), ('4'), ('5');
PRAGMA application_id = 1464295796;
PRAGMA user_version = 5;
INSERT INTO run VALUES
(1, 1790000000000, 1790000003000, 'finished', 'smoke', '18446744073709551615', 'linux', 'dev-1', 4242, '18446744073709551615'),
(2, 1790000000000, 1790000003000, 'finished', 'smoke', '18446744073709551615', 'linux', 'dev-2', 4242, '18446744073709551615'),
(6, 1790000000000, 1790000003000, 'finished', 'smoke', '18446744073709551615', 'linux', 'dev', 4242, '18446744073709551615');
INSERT INTO run_gate VALUES
(1, 0, 'G1'), (1, 1, 'G2'), (2, 0, 'G1'), (2, 1, 'G2');
INSERT INTO run_fact VALUES
(1, 0, 'host', 'bench'), (1, 1, 'commit', '0123abc'), (1, 2, 'dirty', 'no'), (1, 3, 'configuration', 'release'), (2, 0, 'host', 'bench'),
(2, 1, 'commit', '0123abc'), (2, 2, 'dirty', 'no'), (2, 3, 'configuration', 'release'), (6, 0, 'host', 'bench'),
(6, 1, 'commit', '0123abc'), (6, 2, 'dirty', 'no'), (6, 3, 'configuration', 'release');
INSERT INTO run_declaration VALUES
(1, 0, 'G1', 'g1.p50', NULL, 1, 1), (1, 1, 'G2', 'g2.max', NULL, 0, 1), (2, 0, 'G1', 'g1.p50', NULL, 1, 1),
(2, 1, 'G2', 'g2.max', NULL, 0, 1);
INSERT INTO attempt VALUES
(1, 1, 'round-trip', 0, '18364758544493064720', NULL, '{"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1),
(2, 1, 'round-trip', 0, '18364758544493064720', 'echo-delay', '{"control":{"alsoViolated":["g1.p50-over-floor"],"expectedCheck":"g1.p50","gate":"G1","name":"echo-delay","sabotage":"echo-delay=2ms","subject":"runtime"},"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1),
(3, 2, 'round-trip', 0, '18364758544493064720', NULL, '{"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1);
INSERT INTO rule VALUES
(1, 0.95), (2, 0.95), (3, 0.95);
INSERT INTO rule_check VALUES
(1, 0, 'G1', 'g1.p50', 'median below 1 ms', 'rtt', 'percentile', 0.5, NULL, 'ns', '<', 1000000.0, 'contract', 5),
(1, 1, 'G1', 'g1.p50-over-floor', 'near the floor', 'rtt', 'percentile-ratio', 0.5, 'floor', 'ratio', '<=', 1.1, 'ambition', 1),
(1, 2, 'G1', 'g1.replies', 'every reply is right', 'wrong', 'sum', NULL, NULL, 'count', '==', 0.0, 'contract', 1),
(1, 3, 'G2', 'g2.max', 'worst below 50 ms', 'rtt', 'maximum', NULL, NULL, 'ns', '<', 50000000.0, 'contract', 1),
(1, 4, 'G2', 'g2.min', 'never zero', 'rtt', 'minimum', NULL, NULL, 'ns', '>=', 1.0, 'own', 1),
(1, 5, 'G2', 'g2.count', 'enough round trips', 'rtt', 'count', NULL, NULL, 'count', '>=', 10.0, 'own', 1),
(2, 0, 'G1', 'g1.p50', 'median below 1 ms', 'rtt', 'percentile', 0.5, NULL, 'ns', '<', 1000000.0, 'contract', 5),
(2, 1, 'G1', 'g1.p50-over-floor', 'near the floor', 'rtt', 'percentile-ratio', 0.5, 'floor', 'ratio', '<=', 1.1, 'ambition', 1),
(2, 2, 'G1', 'g1.replies', 'every reply is right', 'wrong', 'sum', NULL, NULL, 'count', '==', 0.0, 'contract', 1),
(2, 3, 'G2', 'g2.max', 'worst below 50 ms', 'rtt', 'maximum', NULL, NULL, 'ns', '<', 50000000.0, 'contract', 1),
(2, 4, 'G2', 'g2.min', 'never zero', 'rtt', 'minimum', NULL, NULL, 'ns', '>=', 1.0, 'own', 1),
(2, 5, 'G2', 'g2.count', 'enough round trips', 'rtt', 'count', NULL, NULL, 'count', '>=', 10.0, 'own', 1),
(3, 0, 'G1', 'g1.p50', 'median below 1 ms', 'rtt', 'percentile', 0.5, NULL, 'ns', '<', 1000000.0, 'contract', 5),
(3, 1, 'G1', 'g1.p50-over-floor', 'near the floor', 'rtt', 'percentile-ratio', 0.5, 'floor', 'ratio', '<=', 1.1, 'ambition', 1),
(3, 2, 'G1', 'g1.replies', 'every reply is right', 'wrong', 'sum', NULL, NULL, 'count', '==', 0.0, 'contract', 1),
(3, 3, 'G2', 'g2.max', 'worst below 50 ms', 'rtt', 'maximum', NULL, NULL, 'ns', '<', 50000000.0, 'contract', 1),
(3, 4, 'G2', 'g2.min', 'never zero', 'rtt', 'minimum', NULL, NULL, 'ns', '>=', 1.0, 'own', 1),
(3, 5, 'G2', 'g2.count', 'enough round trips', 'rtt', 'count', NULL, NULL, 'count', '>=', 10.0, 'own', 1);
INSERT INTO rule_milestone VALUES
(1, 0, 'G1', 'g1.warm', 'warm-up done', 'warm', 1),
(2, 0, 'G1', 'control.announced', 'the stub announced echo-delay=2ms', 'control.announced', 1),
(3, 0, 'G1', 'g1.warm', 'warm-up done', 'warm', 1);
INSERT INTO rule_length VALUES
(1, 0, 'G1', 'round trips', 'rtt', 10000), (2, 0, 'G1', 'round trips', 'rtt', 10000), (3, 0, 'G1', 'round trips', 'rtt', 10000);
INSERT INTO rule_noise VALUES
(1, 2000000, 0.25, 2.0, 0.03, 1, 0.5), (2, 2000000, 0.25, 2.0, 0.03, 1, 0.5), (3, 2000000, 0.25, 2.0, 0.03, 1, 0.5);
INSERT INTO series VALUES
(1, 1, 'rtt', 'ns', 1), (2, 1, 'rtt', 'ns', 0), (3, 1, 'floor', 'ns', 0), (4, 1, 'wrong', 'count', 0), (5, 1, 'warm', 'count', 0),
(6, 2, 'rtt', 'ns', 0), (7, 2, 'floor', 'ns', 0), (8, 2, 'wrong', 'count', 0), (9, 2, 'control.announced', 'count', 0),
(10, 3, 'rtt', 'ns', 1), (11, 3, 'rtt', 'ns', 0), (12, 3, 'floor', 'ns', 0), (13, 3, 'wrong', 'count', 0), (14, 3, 'warm', 'count', 0);
INSERT INTO sample VALUES
(1, 0, 9000000.0), (1, 1, 8000000.0), (2, 2, 11000.0), (2, 3, 11100.5), (2, 4, 11201.0), (2, 5, 11301.5), (2, 6, 11402.0), (2, 7, 11502.5),
(2, 8, 11603.0), (2, 9, 11703.5), (2, 10, 11804.0), (2, 11, 11904.5), (2, 12, 12005.0), (2, 13, 12105.5), (2, 14, 12206.0),
(2, 15, 12306.5), (2, 16, 12407.0), (2, 17, 12507.5), (2, 18, 12608.0), (2, 19, 12708.5), (2, 20, 12809.0), (2, 21, 12909.5),
(2, 22, 11500.0), (3, 0, 10000.0), (3, 1, 10001.0), (3, 2, 10002.0), (3, 3, 10003.0), (3, 4, 10004.0), (3, 5, 10005.0), (3, 6, 10006.0),
(3, 7, 10007.0), (3, 8, 10008.0), (3, 9, 10009.0), (3, 10, 10010.0), (3, 11, 10011.0), (3, 12, 10012.0), (3, 13, 10013.0), (3, 14, 10014.0),
(3, 15, 10015.0), (3, 16, 10016.0), (3, 17, 10017.0), (3, 18, 10018.0), (3, 19, 10019.0), (4, 0, 0.0), (4, 1, 0.0), (5, 0, 1.0),
(6, 0, 2011000.0), (6, 1, 2011000.0), (6, 2, 2011000.0), (6, 3, 2011000.0), (6, 4, 2011000.0), (6, 5, 2011000.0), (6, 6, 2011000.0),
(6, 7, 2011000.0), (6, 8, 2011000.0), (6, 9, 2011000.0), (6, 10, 2011000.0), (6, 11, 2011000.0), (6, 12, 2011000.0), (6, 13, 2011000.0),
(6, 14, 2011000.0), (6, 15, 2011000.0), (6, 16, 2011000.0), (6, 17, 2011000.0), (6, 18, 2011000.0), (6, 19, 2011000.0), (7, 0, 10000.0),
(7, 1, 10001.0), (7, 2, 10002.0), (7, 3, 10003.0), (7, 4, 10004.0), (7, 5, 10005.0), (7, 6, 10006.0), (7, 7, 10007.0), (7, 8, 10008.0),
(7, 9, 10009.0), (7, 10, 10010.0), (7, 11, 10011.0), (7, 12, 10012.0), (7, 13, 10013.0), (7, 14, 10014.0), (7, 15, 10015.0),
(7, 16, 10016.0), (7, 17, 10017.0), (7, 18, 10018.0), (7, 19, 10019.0), (8, 0, 0.0), (8, 1, 0.0), (9, 0, 1.0), (10, 0, 9000000.0),
(10, 1, 8000000.0), (11, 2, 11000.0), (11, 3, 11100.5), (11, 4, 11201.0), (11, 5, 11301.5), (11, 6, 11402.0), (11, 7, 11502.5),
(11, 8, 11603.0), (11, 9, 11703.5), (11, 10, 11804.0), (11, 11, 11904.5), (11, 12, 12005.0), (11, 13, 12105.5), (11, 14, 12206.0),
(11, 15, 12306.5), (11, 16, 12407.0), (11, 17, 12507.5), (11, 18, 12608.0), (11, 19, 12708.5), (11, 20, 12809.0), (11, 21, 12909.5),
(11, 22, 11500.0), (12, 0, 10000.0), (12, 1, 10001.0), (12, 2, 10002.0), (12, 3, 10003.0), (12, 4, 10004.0), (12, 5, 10005.0),
(12, 6, 10006.0), (12, 7, 10007.0), (12, 8, 10008.0), (12, 9, 10009.0), (12, 10, 10010.0), (12, 11, 10011.0), (12, 12, 10012.0),
(12, 13, 10013.0), (12, 14, 10014.0), (12, 15, 10015.0), (12, 16, 10016.0), (12, 17, 10017.0), (12, 18, 10018.0), (12, 19, 10019.0),
(13, 0, 0.0), (13, 1, 0.0), (14, 0, 1.0);
INSERT INTO sample_batch VALUES
(2, 2, 20, 10, 90000000, 0), (2, 22, 1, 210000000, 220000000, 0), (3, 0, 20, 90000000, 95000000, 0), (6, 0, 20, 10, 90000000, 0),
(7, 0, 20, 90000000, 95000000, 0), (11, 2, 20, 10, 90000000, 0), (11, 22, 1, 210000000, 220000000, 0), (12, 0, 20, 90000000, 95000000, 0);
INSERT INTO host_window VALUES
(1, 0, 0, 100000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL), (1, 1, 100000000, 200000000, 30000, 0, 20000000, 0, 0, 5, 2, NULL),
(1, 2, 200000000, 300000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL),
(1, 3, 300000000, 400000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL),
(2, 0, 0, 100000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL), (2, 1, 100000000, 200000000, 30000, 0, 20000000, 0, 0, 5, 2, NULL),
(2, 2, 200000000, 300000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL),
(2, 3, 300000000, 400000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL),
(3, 0, 0, 100000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL), (3, 1, 100000000, 200000000, 30000, 0, 20000000, 0, 0, 5, 2, NULL),
(3, 2, 200000000, 300000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL),
(3, 3, 300000000, 400000000, 30000, 0, 20000000, 180000000, 0, 5, 2, NULL);
INSERT INTO event VALUES
(1, 0, 1, 2, 77, 'runtime', 'ready', '{"port":"none"}'), (3, 0, 1, 2, 77, 'runtime', 'ready', '{"port":"none"}');
INSERT INTO fact VALUES
(1, 0, 'placement', 'free'), (3, 0, 'placement', 'free');
INSERT INTO artefact VALUES
(1, 0, 'stacks', '/tmp/stacks'), (3, 0, 'stacks', '/tmp/stacks');
INSERT INTO judgement VALUES
(1, 'G1', 'GO', 'GO', 'every check holds'), (1, 'G2', 'GO', 'GO', 'every check holds'),
(2, 'G1', 'NO-GO', 'NO-GO', 'g1.p50: median below 1 ms, the confidence bound violates the threshold'),
(2, 'G2', 'GO', 'GO', 'every check holds'), (3, 'G1', 'GO', 'GO', 'every check holds'), (3, 'G2', 'GO', 'GO', 'every check holds');
INSERT INTO check_result VALUES
(1, 'g1.p50', 11904.5, 12306.5, 21, 'GO', 'the confidence bound holds', 0),
(1, 'g1.p50-over-floor', 1.1893795583974422, 1.1483922508488116, 21, 'NO-GO', 'the confidence bound violates the threshold', 0),
(1, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %', 0), (1, 'g2.count', 21.0, NULL, 21, 'GO', 'held', 0),
(1, 'g2.max', 12909.5, NULL, 21, 'GO', 'held in 21 trials: rate < 13.3 % at 95 %', 0), (1, 'g2.min', 11000.0, NULL, 21, 'GO', 'held', 0),
(2, 'g1.p50', 2011000.0, 2011000.0, 20, 'NO-GO', 'the confidence bound violates the threshold', 0),
(2, 'g1.p50-over-floor', 200.91917274452993, 200.81885360495306, 20, 'NO-GO', 'the confidence bound violates the threshold', 0),
(2, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %', 0), (2, 'g2.count', 20.0, NULL, 20, 'GO', 'held', 0),
(2, 'g2.max', 2011000.0, NULL, 20, 'GO', 'held in 20 trials: rate < 14.0 % at 95 %', 0),
(2, 'g2.min', 2011000.0, NULL, 20, 'GO', 'held', 0), (3, 'g1.p50', 11904.5, 12306.5, 21, 'GO', 'the confidence bound holds', 0),
(3, 'g1.p50-over-floor', 1.1893795583974422, 1.1483922508488116, 21, 'NO-GO', 'the confidence bound violates the threshold', 0),
(3, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %', 0), (3, 'g2.count', 21.0, NULL, 21, 'GO', 'held', 0),
(3, 'g2.max', 12909.5, NULL, 21, 'GO', 'held in 21 trials: rate < 13.3 % at 95 %', 0), (3, 'g2.min', 11000.0, NULL, 21, 'GO', 'held', 0);
INSERT INTO milestone_result VALUES
(1, 'g1.warm', 1), (2, 'control.announced', 1), (3, 'g1.warm', 1);
INSERT INTO control_result VALUES
(1, 0, 'G1', 'echo-delay', 'runtime', 'echo-delay=2ms', 'g1.p50', '["g1.p50-over-floor"]', 'g1.p50', 'g1.p50', 'GO');
INSERT INTO gate_result VALUES
(1, 'G1', 'GO', 'GO', 1, 'every check holds; round trips 21 of 10 000', 11904.5, 'ns', 84.0018480406569, 1, 1, 0, 1),
(1, 'G2', 'GO', 'GO', 0, 'every check holds', 12909.5, 'ns', 3873.116697006081, 0, 0, 0, 0),
(2, 'G1', 'INCONCLUSIVE', 'INCONCLUSIVE', 1, 'GO (unproven): 0 of 1 controls ran; round trips 21 of 10 000', 11904.5, 'ns', 84.0018480406569, 0, 0, 0, 1),
(2, 'G2', 'GO', 'GO', 0, 'every check holds', 12909.5, 'ns', 3873.116697006081, 0, 0, 0, 0);
INSERT INTO sensitivity VALUES
(6, 'G1', 'echo-delay', 'g1.p50', 990000, 59, 59);
INSERT INTO attempt_digest VALUES
(1, 'artefact', 'attempt_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'artefact', 'name', 1, 'ec78e3125110df6a520e855fce5b8129ebcaa3a7e84504c81c93c4a550f2b082'),
(1, 'artefact', 'path', 1, '11d0a71da8ebf1b7a377ca4b3482381ee7690a7a99d2f86f47b025e7d4f3ebf8'),
(1, 'artefact', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(1, 'attempt', 'control', 1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'),
(1, 'attempt', 'ending', 1, 'ca739d9f51e5d28a8ec7da4c0a943d3d5f4a47e744e5310c4704b1a9db55a483'),
(1, 'attempt', 'ending_detail', 1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'),
(1, 'attempt', 'ending_number', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(1, 'attempt', 'finished_at', 1, 'ca2c1573f7ec2356d18d7ccea6f53cc1104897ff1bf2d75f8ce3cd7993025e82'),
(1, 'attempt', 'id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'attempt', 'plan', 1, '1078bf61f7b41ce392c9f56478e56a102fcc1d1ed4e5d233ddf09a91365dac61'),
(1, 'attempt', 'procedure', 1, '0d4900bf600a26489374b81515c22a4821e8aeb7d1d4f66e90ce483bf99a4bdb'),
(1, 'attempt', 'reached_its_end', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'attempt', 'replicate', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(1, 'attempt', 'run_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'attempt', 'seed', 1, '901b2b88a3421e9c5b8ddc2aa4299bde4d7668558031efde12d48696d5f8f735'),
(1, 'attempt', 'started_at', 1, '38b860d99aceb95355b328e9cd90f0ab106b96d21b6aa49ff9cb87814cf5ea12'),
(1, 'check_result', 'attempt_id', 6, '70e470d3bbf23f2b3870fc44bd96b88ef2f0b86979792cb1a8089e35ae374ea7'),
(1, 'check_result', 'bound', 6, '1b1785dff8e6b82816f654183ada1b3709f2593409c422820b162c0da2203d7b'),
(1, 'check_result', 'check_id', 6, '387027ff822c92f30c9f958954d954ff19dc0691d68667dbc62da6b094b14c6e'),
(1, 'check_result', 'excluded_count', 6, '8b4d5ef4e91f0dbc98f81ed617b687b66d9e90fbfed7a5e7662f2dfddcc2ad29'),
(1, 'check_result', 'reason', 6, 'cc133dc24b4ca314caddd00b751db468924eca74131f7c580edaa17f800ec14b'),
(1, 'check_result', 'sample_count', 6, 'a7f3054a1ef05be73336185f4fa86bb1b8c1bc5eb942d0ed4ca59a3b0b66dee4'),
(1, 'check_result', 'value', 6, 'e285b60b7677fb53b74a1fc99bba2ece6ae50591b673b2dc6f2567122ad460a1'),
(1, 'check_result', 'verdict', 6, 'bc8c71761e60b21b572c74b7bb98416d8507ead0e77823e4e0041c680495b8c8'),
(1, 'event', 'attempt_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'event', 'fields', 1, '6de9f82556290aa37ff863c358a7838b69b026397d238bdfb4fc2dfc2accf394'),
(1, 'event', 'name', 1, 'e9e988b75e019c3b6fb09ea382d98313bbdd4e5c0b558ac429de0897cfbec8e7'),
(1, 'event', 'number', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'event', 'pid', 1, '599752ebdc2bc571d8893022d700b19d3b21447931bbca84f2fd78d4495c393d'),
(1, 'event', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(1, 'event', 'role', 1, '7bd1e9d4908888ab185df8148fa36232240ed40fedcd85777610683e3c81ce2d'),
(1, 'event', 't_ns', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(1, 'fact', 'attempt_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'fact', 'key', 1, 'ca1d811f30567d9f7e4e93a78eec2e69eebe63b0b5a11964e54cd231eb93902f'),
(1, 'fact', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(1, 'fact', 'value', 1, '253f86c5c943eb796f2a103e0a6e55a443424c9823a2fd008ce225b1586301c7'),
(1, 'fault', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'fault', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'fault', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'fault', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'host_window', 'attempt_id', 4, '9338ea4efa257d668a8e0d79d6970aa1f49fa1ec0814cf44639ac655924c749e'),
(1, 'host_window', 'end_ns', 4, '7051967bba02f25a0c1a3ce051b0b50f2ac1b9498f1b33444c875b269d820587'),
(1, 'host_window', 'foreign_ns', 4, '7c0864699513f23b4b6dba226529613e193f449af51dcaab2629937da3a9dc4a'),
(1, 'host_window', 'guilty', 4, 'df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119'),
(1, 'host_window', 'idle_ns', 4, '44cead632aac041defce3b6e4131797dba48993a37fe27be3c2499ce7e515407'),
(1, 'host_window', 'involuntary_switches', 4, '80d43ef62edafb1c5ba14905e1e0aece8e7f9596bd30afadcdeed45d0eb70301'),
(1, 'host_window', 'own_ns', 4, '5cf403799b084efeff0f1b308d9d585ccec1cf0132701d6a43fe1edc69ad5bc7'),
(1, 'host_window', 'position', 4, '5af32bbf33e024fec58196f73096d7da30f48b2862fa1d675f49258489a77da7'),
(1, 'host_window', 'pressure_ns', 4, '825fc66039ca5acaa35fed8b4dc7da8c10b5e17d8939f3b9e563c7afb126ae6f'),
(1, 'host_window', 'start_ns', 4, 'd7bc0120bcc807f649cb0f0912918b7fdf715d15d1b0ce36a6fdba420100af85'),
(1, 'host_window', 'steal_ns', 4, '7c0864699513f23b4b6dba226529613e193f449af51dcaab2629937da3a9dc4a'),
(1, 'host_window', 'wake_up_error_ns', 4, '1ca3e28e807625b16e86099e8e69deb4cc9752314e79235598c4ba223cb0775f'),
(1, 'judgement', 'attempt_id', 2, '1f14b1e5ad44303fd9324f2c1aab65aec06769b0681ef7fbc47ae66a369046ad'),
(1, 'judgement', 'contract_verdict', 2, '781163ef82a5deaef8ec7c82541d32cca84ed72b1ba0f1821767bea1be07f7dd'),
(1, 'judgement', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(1, 'judgement', 'reason', 2, 'ddd04fc5c51a68cb752f62e16e77d00fa3f4b89e0deca7f9fa13c0005ce2b4c5'),
(1, 'judgement', 'verdict', 2, '781163ef82a5deaef8ec7c82541d32cca84ed72b1ba0f1821767bea1be07f7dd'),
(1, 'milestone_result', 'attempt_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'milestone_result', 'milestone_id', 1, '83038ab549da68ed4a568bb698e4578cea8d46a9796d35b042ce44daee39a704'),
(1, 'milestone_result', 'reached', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'rule', 'attempt_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'rule', 'confidence', 1, '8ef031dbfe3fbc3048d369d40870393d71573f095d74ec5cbf998425d62e02a5'),
(1, 'rule_check', 'attempt_id', 6, '70e470d3bbf23f2b3870fc44bd96b88ef2f0b86979792cb1a8089e35ae374ea7'),
(1, 'rule_check', 'check_id', 6, '4a607185e4c68316177a144f326a34145f2fe92390f1cc02aa9cdd75e262da63'),
(1, 'rule_check', 'comparison', 6, 'd01f64b570fee4f37efe4729e8a98f386fd1a8db4e1ea5923c9fd063e0ba2525'),
(1, 'rule_check', 'fewest_samples', 6, 'db8b61d7003d2f2233cbe3d3f1bbe7e2bd280778f8ea004c2a04464056138950'),
(1, 'rule_check', 'floor_metric', 6, 'd83e4f1e22d9413b7801c1ead617762a7fd11f9e7e129882251f69caebb90899'),
(1, 'rule_check', 'gate', 6, '24b03f02543ecb0b69d9fdff904be303cae011c7cac065e421218475aca6c1a2'),
(1, 'rule_check', 'metric', 6, '38f608a616620b81052242732176523f7152dda6cfb833788676def0a08685b7'),
(1, 'rule_check', 'position', 6, '7311cc62fc7cc33b76a3df92c508dd71e65cdb93721a84dd0531682a2bb22817'),
(1, 'rule_check', 'quantile', 6, '4ca94514d3a8ed5f658ecf8a34fd60d283f635e1e6e80278c9e26adbf7487432'),
(1, 'rule_check', 'question', 6, '8d9b0ab5b79338e6e3bc98b228a5f2daa9671d682c1228ac228ba353df18fddb'),
(1, 'rule_check', 'statistic', 6, '0d45b973ea30614fb5dc0fbaa9df86a52d274b0f52de985bb604d62e4840ce5a'),
(1, 'rule_check', 'threshold', 6, '52356545e69833a437e88e6f0d0dd44c4b32dd867603b6222402777073de056f'),
(1, 'rule_check', 'tier', 6, '0e165a3f25abf2c95108fa3d5483b0b0dbfd5c07abc7f313ba14b7a5a1b2d39c'),
(1, 'rule_check', 'unit', 6, '5e8ccc3674f4926e4faece7c47a61357fa685b93cc56a66e2fde55acb82ca6a6'),
(1, 'rule_length', 'attempt_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'rule_length', 'gate', 1, '615832984fd49eb8af3c6bb364f62b9f78171db65a512be9787a2b80d18dbd66'),
(1, 'rule_length', 'metric', 1, 'dcae5ec5de487f073faec504133d0518d4fa8c627405e33363acd2e08bf325f7'),
(1, 'rule_length', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(1, 'rule_length', 'samples', 1, '97a6802e61654658075063f56fc6ec3cb4e899a6a64970d1c9a0fdef3f9fb99c'),
(1, 'rule_length', 'title', 1, 'dda78c23ef15036ceed54ed8df42466d24301a8157e7ac5313d33d02be6f5e60'),
(1, 'rule_milestone', 'at_least', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'rule_milestone', 'attempt_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'rule_milestone', 'gate', 1, '615832984fd49eb8af3c6bb364f62b9f78171db65a512be9787a2b80d18dbd66'),
(1, 'rule_milestone', 'metric', 1, 'ed1ccdbadcb75561f0077a70e8147187f233b25eda4c02ed19b0869b1b1c3416'),
(1, 'rule_milestone', 'milestone_id', 1, '83038ab549da68ed4a568bb698e4578cea8d46a9796d35b042ce44daee39a704'),
(1, 'rule_milestone', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(1, 'rule_milestone', 'title', 1, '0c00a7e8ebec95997150690f2276474f8a4fbffcad39ccb8c1792cb5b1f49626'),
(1, 'rule_noise', 'attempt_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'rule_noise', 'foreign_share', 1, '4d783ee2ec375e7199f139d3880b0bed878aa3dc62adb8c68902825ca29e949a'),
(1, 'rule_noise', 'maximum_excluded', 1, 'df69f1fb2624bd512870a3f2dc5645f7e3f227f9c3560055c31a5b9ce5507e17'),
(1, 'rule_noise', 'neighbours', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'rule_noise', 'spare_processors', 1, '453513b0890fcbc70aaee24491fd3922d7e1fd88c41051ec2396f493dbacf7b0'),
(1, 'rule_noise', 'steal_share', 1, '57a06a583c67665818e9a073f12184ec046f22ce7316f44c39a5147dd7e8fb94'),
(1, 'rule_noise', 'wake_up_error_ns', 1, 'b6af4ca37e2d77ef5cc9480b10f812238b56f180b9b4b769aa4a2463d85a4b09'),
(1, 'sample', 'sample_index', 46, 'b5b778174316b7696348507864e37c86a18b906e28cec609c60d0e2e33889c39'),
(1, 'sample', 'series_id', 46, '7938b9363286080c68e3e641e2cad8062f9c28cd897f84fb200267feb10a69e5'),
(1, 'sample', 'value', 46, '1cb7e0cef24b9108899c23963f3ede2b106b8f1f75f2ccb63d5eddc867f1e824'),
(1, 'sample_batch', 'end_ns', 3, '2208fbc892ac78e058f469485d107f70598bf51f2bcc291d891df50b2bd08fb5'),
(1, 'sample_batch', 'excluded', 3, 'd79ab7cbd414e3f5f26bdd915ff67cd8e2f9b7964e0ace26dbcab76d1d120b43'),
(1, 'sample_batch', 'first_index', 3, '9e659925a94d5cb534fd24f56d08359348b9f38fd1d8025868c1cbeb5e1ad39f'),
(1, 'sample_batch', 'sample_count', 3, 'fd3f98be8d227cc1a096a6af931079b2b20a48fc7c2141c863896f0d6f1c2ad3'),
(1, 'sample_batch', 'series_id', 3, 'aff92c9c903517504d282cf9c56a00e652c3ff0d92b33af49e98a73a2944b2ec'),
(1, 'sample_batch', 'start_ns', 3, '7d670d829a800e058ac9d20ec29b007ec8f90ca7c3da8ebb385d1faae31d2c6e'),
(1, 'series', 'attempt_id', 5, 'e9a68129d6e492dea71551dc308e5286af5fea598f7faab948c10da131b5d484'),
(1, 'series', 'id', 5, 'e2a3a6ad18086d22826135e8c847dbce20488a219f229de347451a8615fb98c9'),
(1, 'series', 'metric', 5, 'f8c3f23ff7d70ed203c8c10c356dd30ba13c3b3d12287b1e0800770f42972b81'),
(1, 'series', 'unit', 5, '8d8a313cb19c14a07cc8a0aa34e6aeda67ac32ba167f6aebe95e069f5babc72b'),
(1, 'series', 'warmup', 5, '83ac8958c67de3e114f24be80058f4cb7d38f9ef53ab9901a4af5d56d15ac3c7'),
(1, 'violation', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'violation', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'violation', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'violation', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'artefact', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'artefact', 'name', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'artefact', 'path', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'artefact', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'attempt', 'control', 1, 'f81743f9c91a5a396cc258960a6d89394413de3d2e7311ac854bad8e40afc28e'),
(2, 'attempt', 'ending', 1, 'ca739d9f51e5d28a8ec7da4c0a943d3d5f4a47e744e5310c4704b1a9db55a483'),
(2, 'attempt', 'ending_detail', 1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'),
(2, 'attempt', 'ending_number', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(2, 'attempt', 'finished_at', 1, 'ca2c1573f7ec2356d18d7ccea6f53cc1104897ff1bf2d75f8ce3cd7993025e82'),
(2, 'attempt', 'id', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(2, 'attempt', 'plan', 1, '50efce52ba31a2fb55294b97077a63bbbcc061ff014deb086dc8dea0dcf6f222'),
(2, 'attempt', 'procedure', 1, '0d4900bf600a26489374b81515c22a4821e8aeb7d1d4f66e90ce483bf99a4bdb'),
(2, 'attempt', 'reached_its_end', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(2, 'attempt', 'replicate', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(2, 'attempt', 'run_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(2, 'attempt', 'seed', 1, '901b2b88a3421e9c5b8ddc2aa4299bde4d7668558031efde12d48696d5f8f735'),
(2, 'attempt', 'started_at', 1, '38b860d99aceb95355b328e9cd90f0ab106b96d21b6aa49ff9cb87814cf5ea12'),
(2, 'check_result', 'attempt_id', 6, '391522024742823376330a58a2781dc01a054fc7cda014cf8a4a90de229017c1'),
(2, 'check_result', 'bound', 6, '864832f2c6876af7d88d87f369180f1908a8bf11789d29803c35fbe5a64752c1'),
(2, 'check_result', 'check_id', 6, '387027ff822c92f30c9f958954d954ff19dc0691d68667dbc62da6b094b14c6e'),
(2, 'check_result', 'excluded_count', 6, '8b4d5ef4e91f0dbc98f81ed617b687b66d9e90fbfed7a5e7662f2dfddcc2ad29'),
(2, 'check_result', 'reason', 6, '92956793a069afd2483691ed48286171fd6b2a6b2dcb85a09f675a02d800b3a0'),
(2, 'check_result', 'sample_count', 6, '8877dd7b3af2c6c30577fe4ac75690a14e857ebe0980549c2d00d2edaa08e839'),
(2, 'check_result', 'value', 6, 'a2778a9b8a81b4d49ddcdd88a3acba08b5b7fafdf24f7d4a63337808562e45ac'),
(2, 'check_result', 'verdict', 6, '7e0c1252a73c6cac730ec3b9805713d652d5d3c6fffcd9dc4c7c2bf8dbfd1748'),
(2, 'event', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'event', 'fields', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'event', 'name', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'event', 'number', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'event', 'pid', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'event', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'event', 'role', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'event', 't_ns', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'fact', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'fact', 'key', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'fact', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'fact', 'value', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'fault', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'fault', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'fault', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'fault', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'host_window', 'attempt_id', 4, '80d43ef62edafb1c5ba14905e1e0aece8e7f9596bd30afadcdeed45d0eb70301'),
(2, 'host_window', 'end_ns', 4, '7051967bba02f25a0c1a3ce051b0b50f2ac1b9498f1b33444c875b269d820587'),
(2, 'host_window', 'foreign_ns', 4, '7c0864699513f23b4b6dba226529613e193f449af51dcaab2629937da3a9dc4a'),
(2, 'host_window', 'guilty', 4, 'df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119'),
(2, 'host_window', 'idle_ns', 4, '44cead632aac041defce3b6e4131797dba48993a37fe27be3c2499ce7e515407'),
(2, 'host_window', 'involuntary_switches', 4, '80d43ef62edafb1c5ba14905e1e0aece8e7f9596bd30afadcdeed45d0eb70301'),
(2, 'host_window', 'own_ns', 4, '5cf403799b084efeff0f1b308d9d585ccec1cf0132701d6a43fe1edc69ad5bc7'),
(2, 'host_window', 'position', 4, '5af32bbf33e024fec58196f73096d7da30f48b2862fa1d675f49258489a77da7'),
(2, 'host_window', 'pressure_ns', 4, '825fc66039ca5acaa35fed8b4dc7da8c10b5e17d8939f3b9e563c7afb126ae6f'),
(2, 'host_window', 'start_ns', 4, 'd7bc0120bcc807f649cb0f0912918b7fdf715d15d1b0ce36a6fdba420100af85'),
(2, 'host_window', 'steal_ns', 4, '7c0864699513f23b4b6dba226529613e193f449af51dcaab2629937da3a9dc4a'),
(2, 'host_window', 'wake_up_error_ns', 4, '1ca3e28e807625b16e86099e8e69deb4cc9752314e79235598c4ba223cb0775f'),
(2, 'judgement', 'attempt_id', 2, '694f3a46bdbe23527ae306f1e2333ca6a293b00bf96be7ec0e544600b53dabc2'),
(2, 'judgement', 'contract_verdict', 2, '94f2ffcc6680f7b92d102ac41967dc3d1a547002250e20859b003163823bfe33'),
(2, 'judgement', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(2, 'judgement', 'reason', 2, '460b3493a5dcee3eaa18692387757321338e52c205f7a50773eadbe07ef0d867'),
(2, 'judgement', 'verdict', 2, '94f2ffcc6680f7b92d102ac41967dc3d1a547002250e20859b003163823bfe33'),
(2, 'milestone_result', 'attempt_id', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(2, 'milestone_result', 'milestone_id', 1, '715b05b528fa1f11ed0505d3796053dbbeebd538414aefa09246f0f434ecfd95'),
(2, 'milestone_result', 'reached', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(2, 'rule', 'attempt_id', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(2, 'rule', 'confidence', 1, '8ef031dbfe3fbc3048d369d40870393d71573f095d74ec5cbf998425d62e02a5'),
(2, 'rule_check', 'attempt_id', 6, '391522024742823376330a58a2781dc01a054fc7cda014cf8a4a90de229017c1'),
(2, 'rule_check', 'check_id', 6, '4a607185e4c68316177a144f326a34145f2fe92390f1cc02aa9cdd75e262da63'),
(2, 'rule_check', 'comparison', 6, 'd01f64b570fee4f37efe4729e8a98f386fd1a8db4e1ea5923c9fd063e0ba2525'),
(2, 'rule_check', 'fewest_samples', 6, 'db8b61d7003d2f2233cbe3d3f1bbe7e2bd280778f8ea004c2a04464056138950'),
(2, 'rule_check', 'floor_metric', 6, 'd83e4f1e22d9413b7801c1ead617762a7fd11f9e7e129882251f69caebb90899'),
(2, 'rule_check', 'gate', 6, '24b03f02543ecb0b69d9fdff904be303cae011c7cac065e421218475aca6c1a2'),
(2, 'rule_check', 'metric', 6, '38f608a616620b81052242732176523f7152dda6cfb833788676def0a08685b7'),
(2, 'rule_check', 'position', 6, '7311cc62fc7cc33b76a3df92c508dd71e65cdb93721a84dd0531682a2bb22817'),
(2, 'rule_check', 'quantile', 6, '4ca94514d3a8ed5f658ecf8a34fd60d283f635e1e6e80278c9e26adbf7487432'),
(2, 'rule_check', 'question', 6, '8d9b0ab5b79338e6e3bc98b228a5f2daa9671d682c1228ac228ba353df18fddb'),
(2, 'rule_check', 'statistic', 6, '0d45b973ea30614fb5dc0fbaa9df86a52d274b0f52de985bb604d62e4840ce5a'),
(2, 'rule_check', 'threshold', 6, '52356545e69833a437e88e6f0d0dd44c4b32dd867603b6222402777073de056f'),
(2, 'rule_check', 'tier', 6, '0e165a3f25abf2c95108fa3d5483b0b0dbfd5c07abc7f313ba14b7a5a1b2d39c'),
(2, 'rule_check', 'unit', 6, '5e8ccc3674f4926e4faece7c47a61357fa685b93cc56a66e2fde55acb82ca6a6'),
(2, 'rule_length', 'attempt_id', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(2, 'rule_length', 'gate', 1, '615832984fd49eb8af3c6bb364f62b9f78171db65a512be9787a2b80d18dbd66'),
(2, 'rule_length', 'metric', 1, 'dcae5ec5de487f073faec504133d0518d4fa8c627405e33363acd2e08bf325f7'),
(2, 'rule_length', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(2, 'rule_length', 'samples', 1, '97a6802e61654658075063f56fc6ec3cb4e899a6a64970d1c9a0fdef3f9fb99c'),
(2, 'rule_length', 'title', 1, 'dda78c23ef15036ceed54ed8df42466d24301a8157e7ac5313d33d02be6f5e60'),
(2, 'rule_milestone', 'at_least', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(2, 'rule_milestone', 'attempt_id', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(2, 'rule_milestone', 'gate', 1, '615832984fd49eb8af3c6bb364f62b9f78171db65a512be9787a2b80d18dbd66'),
(2, 'rule_milestone', 'metric', 1, '715b05b528fa1f11ed0505d3796053dbbeebd538414aefa09246f0f434ecfd95'),
(2, 'rule_milestone', 'milestone_id', 1, '715b05b528fa1f11ed0505d3796053dbbeebd538414aefa09246f0f434ecfd95'),
(2, 'rule_milestone', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(2, 'rule_milestone', 'title', 1, '94e08dbfbef50609f3da4fd05ce9b02c315a742dae23f53103a5eca651071177'),
(2, 'rule_noise', 'attempt_id', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(2, 'rule_noise', 'foreign_share', 1, '4d783ee2ec375e7199f139d3880b0bed878aa3dc62adb8c68902825ca29e949a'),
(2, 'rule_noise', 'maximum_excluded', 1, 'df69f1fb2624bd512870a3f2dc5645f7e3f227f9c3560055c31a5b9ce5507e17'),
(2, 'rule_noise', 'neighbours', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(2, 'rule_noise', 'spare_processors', 1, '453513b0890fcbc70aaee24491fd3922d7e1fd88c41051ec2396f493dbacf7b0'),
(2, 'rule_noise', 'steal_share', 1, '57a06a583c67665818e9a073f12184ec046f22ce7316f44c39a5147dd7e8fb94'),
(2, 'rule_noise', 'wake_up_error_ns', 1, 'b6af4ca37e2d77ef5cc9480b10f812238b56f180b9b4b769aa4a2463d85a4b09'),
(2, 'sample', 'sample_index', 43, 'b84dc7aa9b39c7613f3b2c13459d96a75f5e6a8b9e90952052440c9775776c27'),
(2, 'sample', 'series_id', 43, 'b0ab9850d544f55819b805665c0a52b3ac98c510767e01abd811ad1ef3f4c031'),
(2, 'sample', 'value', 43, '2b8ba270f8ed2fd92bd8ce81dc10d753c2fae7dd08950ff62ea5b3c54e382bb3'),
(2, 'sample_batch', 'end_ns', 2, '96d93de201b2bfa3f393a0c6aee1c792de0080480dd100b77aa7863c2d7d7ee8'),
(2, 'sample_batch', 'excluded', 2, '50b7e601709cff9ed6107698af99c8e9f3e928aea87abd95747a22b7ff9fd996'),
(2, 'sample_batch', 'first_index', 2, '50b7e601709cff9ed6107698af99c8e9f3e928aea87abd95747a22b7ff9fd996'),
(2, 'sample_batch', 'sample_count', 2, 'eae50d7350b2f9f5f46f9153c9686e8ae45d46a66a9996e96e3cbd93e969e0ef'),
(2, 'sample_batch', 'series_id', 2, '48970f7eb3d448748fc9564dd56970322805a332d6d53ac100274bff3b58ae0e'),
(2, 'sample_batch', 'start_ns', 2, 'eecfe79bc2817fcfb5770b63e6a6c66f5371cc3d0d1851efa4512dfad0e85f70'),
(2, 'series', 'attempt_id', 4, '80d43ef62edafb1c5ba14905e1e0aece8e7f9596bd30afadcdeed45d0eb70301'),
(2, 'series', 'id', 4, 'f918ac8ef7ee6911468c52f6b9179030605242b8d1938b0d6a3db84bfc55b9b0'),
(2, 'series', 'metric', 4, '0470b8d59c353488175e4edb54dbfa65411bc6f77a19693dfbef2e4b244a682d'),
(2, 'series', 'unit', 4, '7219e2788cee87c5cb8dddff9e2d632467893757b7b5b10c00afb122fe230e47'),
(2, 'series', 'warmup', 4, '7c0864699513f23b4b6dba226529613e193f449af51dcaab2629937da3a9dc4a'),
(2, 'violation', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'violation', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'violation', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'violation', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(3, 'artefact', 'attempt_id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'artefact', 'name', 1, 'ec78e3125110df6a520e855fce5b8129ebcaa3a7e84504c81c93c4a550f2b082'),
(3, 'artefact', 'path', 1, '11d0a71da8ebf1b7a377ca4b3482381ee7690a7a99d2f86f47b025e7d4f3ebf8'),
(3, 'artefact', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(3, 'attempt', 'control', 1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'),
(3, 'attempt', 'ending', 1, 'ca739d9f51e5d28a8ec7da4c0a943d3d5f4a47e744e5310c4704b1a9db55a483'),
(3, 'attempt', 'ending_detail', 1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'),
(3, 'attempt', 'ending_number', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(3, 'attempt', 'finished_at', 1, 'ca2c1573f7ec2356d18d7ccea6f53cc1104897ff1bf2d75f8ce3cd7993025e82'),
(3, 'attempt', 'id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'attempt', 'plan', 1, '1078bf61f7b41ce392c9f56478e56a102fcc1d1ed4e5d233ddf09a91365dac61'),
(3, 'attempt', 'procedure', 1, '0d4900bf600a26489374b81515c22a4821e8aeb7d1d4f66e90ce483bf99a4bdb'),
(3, 'attempt', 'reached_its_end', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(3, 'attempt', 'replicate', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(3, 'attempt', 'run_id', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(3, 'attempt', 'seed', 1, '901b2b88a3421e9c5b8ddc2aa4299bde4d7668558031efde12d48696d5f8f735'),
(3, 'attempt', 'started_at', 1, '38b860d99aceb95355b328e9cd90f0ab106b96d21b6aa49ff9cb87814cf5ea12'),
(3, 'check_result', 'attempt_id', 6, 'a4f676a6d8c9d5bc68c0ae61c6c412c69896fbf1f362e253c9111356f9c16902'),
(3, 'check_result', 'bound', 6, '1b1785dff8e6b82816f654183ada1b3709f2593409c422820b162c0da2203d7b'),
(3, 'check_result', 'check_id', 6, '387027ff822c92f30c9f958954d954ff19dc0691d68667dbc62da6b094b14c6e'),
(3, 'check_result', 'excluded_count', 6, '8b4d5ef4e91f0dbc98f81ed617b687b66d9e90fbfed7a5e7662f2dfddcc2ad29'),
(3, 'check_result', 'reason', 6, 'cc133dc24b4ca314caddd00b751db468924eca74131f7c580edaa17f800ec14b'),
(3, 'check_result', 'sample_count', 6, 'a7f3054a1ef05be73336185f4fa86bb1b8c1bc5eb942d0ed4ca59a3b0b66dee4'),
(3, 'check_result', 'value', 6, 'e285b60b7677fb53b74a1fc99bba2ece6ae50591b673b2dc6f2567122ad460a1'),
(3, 'check_result', 'verdict', 6, 'bc8c71761e60b21b572c74b7bb98416d8507ead0e77823e4e0041c680495b8c8'),
(3, 'event', 'attempt_id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'event', 'fields', 1, '6de9f82556290aa37ff863c358a7838b69b026397d238bdfb4fc2dfc2accf394'),
(3, 'event', 'name', 1, 'e9e988b75e019c3b6fb09ea382d98313bbdd4e5c0b558ac429de0897cfbec8e7'),
(3, 'event', 'number', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(3, 'event', 'pid', 1, '599752ebdc2bc571d8893022d700b19d3b21447931bbca84f2fd78d4495c393d'),
(3, 'event', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(3, 'event', 'role', 1, '7bd1e9d4908888ab185df8148fa36232240ed40fedcd85777610683e3c81ce2d'),
(3, 'event', 't_ns', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(3, 'fact', 'attempt_id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'fact', 'key', 1, 'ca1d811f30567d9f7e4e93a78eec2e69eebe63b0b5a11964e54cd231eb93902f'),
(3, 'fact', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(3, 'fact', 'value', 1, '253f86c5c943eb796f2a103e0a6e55a443424c9823a2fd008ce225b1586301c7'),
(3, 'fault', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(3, 'fault', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(3, 'fault', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(3, 'fault', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(3, 'host_window', 'attempt_id', 4, '7839ebe4fb64236be25dd0e92f8ac7a932c4d7de79c53186f7573cd44b0e2297'),
(3, 'host_window', 'end_ns', 4, '7051967bba02f25a0c1a3ce051b0b50f2ac1b9498f1b33444c875b269d820587'),
(3, 'host_window', 'foreign_ns', 4, '7c0864699513f23b4b6dba226529613e193f449af51dcaab2629937da3a9dc4a'),
(3, 'host_window', 'guilty', 4, 'df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119'),
(3, 'host_window', 'idle_ns', 4, '44cead632aac041defce3b6e4131797dba48993a37fe27be3c2499ce7e515407'),
(3, 'host_window', 'involuntary_switches', 4, '80d43ef62edafb1c5ba14905e1e0aece8e7f9596bd30afadcdeed45d0eb70301'),
(3, 'host_window', 'own_ns', 4, '5cf403799b084efeff0f1b308d9d585ccec1cf0132701d6a43fe1edc69ad5bc7'),
(3, 'host_window', 'position', 4, '5af32bbf33e024fec58196f73096d7da30f48b2862fa1d675f49258489a77da7'),
(3, 'host_window', 'pressure_ns', 4, '825fc66039ca5acaa35fed8b4dc7da8c10b5e17d8939f3b9e563c7afb126ae6f'),
(3, 'host_window', 'start_ns', 4, 'd7bc0120bcc807f649cb0f0912918b7fdf715d15d1b0ce36a6fdba420100af85'),
(3, 'host_window', 'steal_ns', 4, '7c0864699513f23b4b6dba226529613e193f449af51dcaab2629937da3a9dc4a'),
(3, 'host_window', 'wake_up_error_ns', 4, '1ca3e28e807625b16e86099e8e69deb4cc9752314e79235598c4ba223cb0775f'),
(3, 'judgement', 'attempt_id', 2, '90788c987fbe9faa0615bd6f57993528e6a80878b92ecef33f57f67a56bb0530'),
(3, 'judgement', 'contract_verdict', 2, '781163ef82a5deaef8ec7c82541d32cca84ed72b1ba0f1821767bea1be07f7dd'),
(3, 'judgement', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(3, 'judgement', 'reason', 2, 'ddd04fc5c51a68cb752f62e16e77d00fa3f4b89e0deca7f9fa13c0005ce2b4c5'),
(3, 'judgement', 'verdict', 2, '781163ef82a5deaef8ec7c82541d32cca84ed72b1ba0f1821767bea1be07f7dd'),
(3, 'milestone_result', 'attempt_id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'milestone_result', 'milestone_id', 1, '83038ab549da68ed4a568bb698e4578cea8d46a9796d35b042ce44daee39a704'),
(3, 'milestone_result', 'reached', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(3, 'rule', 'attempt_id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'rule', 'confidence', 1, '8ef031dbfe3fbc3048d369d40870393d71573f095d74ec5cbf998425d62e02a5'),
(3, 'rule_check', 'attempt_id', 6, 'a4f676a6d8c9d5bc68c0ae61c6c412c69896fbf1f362e253c9111356f9c16902'),
(3, 'rule_check', 'check_id', 6, '4a607185e4c68316177a144f326a34145f2fe92390f1cc02aa9cdd75e262da63'),
(3, 'rule_check', 'comparison', 6, 'd01f64b570fee4f37efe4729e8a98f386fd1a8db4e1ea5923c9fd063e0ba2525'),
(3, 'rule_check', 'fewest_samples', 6, 'db8b61d7003d2f2233cbe3d3f1bbe7e2bd280778f8ea004c2a04464056138950'),
(3, 'rule_check', 'floor_metric', 6, 'd83e4f1e22d9413b7801c1ead617762a7fd11f9e7e129882251f69caebb90899'),
(3, 'rule_check', 'gate', 6, '24b03f02543ecb0b69d9fdff904be303cae011c7cac065e421218475aca6c1a2'),
(3, 'rule_check', 'metric', 6, '38f608a616620b81052242732176523f7152dda6cfb833788676def0a08685b7'),
(3, 'rule_check', 'position', 6, '7311cc62fc7cc33b76a3df92c508dd71e65cdb93721a84dd0531682a2bb22817'),
(3, 'rule_check', 'quantile', 6, '4ca94514d3a8ed5f658ecf8a34fd60d283f635e1e6e80278c9e26adbf7487432'),
(3, 'rule_check', 'question', 6, '8d9b0ab5b79338e6e3bc98b228a5f2daa9671d682c1228ac228ba353df18fddb'),
(3, 'rule_check', 'statistic', 6, '0d45b973ea30614fb5dc0fbaa9df86a52d274b0f52de985bb604d62e4840ce5a'),
(3, 'rule_check', 'threshold', 6, '52356545e69833a437e88e6f0d0dd44c4b32dd867603b6222402777073de056f'),
(3, 'rule_check', 'tier', 6, '0e165a3f25abf2c95108fa3d5483b0b0dbfd5c07abc7f313ba14b7a5a1b2d39c'),
(3, 'rule_check', 'unit', 6, '5e8ccc3674f4926e4faece7c47a61357fa685b93cc56a66e2fde55acb82ca6a6'),
(3, 'rule_length', 'attempt_id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'rule_length', 'gate', 1, '615832984fd49eb8af3c6bb364f62b9f78171db65a512be9787a2b80d18dbd66'),
(3, 'rule_length', 'metric', 1, 'dcae5ec5de487f073faec504133d0518d4fa8c627405e33363acd2e08bf325f7'),
(3, 'rule_length', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(3, 'rule_length', 'samples', 1, '97a6802e61654658075063f56fc6ec3cb4e899a6a64970d1c9a0fdef3f9fb99c'),
(3, 'rule_length', 'title', 1, 'dda78c23ef15036ceed54ed8df42466d24301a8157e7ac5313d33d02be6f5e60'),
(3, 'rule_milestone', 'at_least', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(3, 'rule_milestone', 'attempt_id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'rule_milestone', 'gate', 1, '615832984fd49eb8af3c6bb364f62b9f78171db65a512be9787a2b80d18dbd66'),
(3, 'rule_milestone', 'metric', 1, 'ed1ccdbadcb75561f0077a70e8147187f233b25eda4c02ed19b0869b1b1c3416'),
(3, 'rule_milestone', 'milestone_id', 1, '83038ab549da68ed4a568bb698e4578cea8d46a9796d35b042ce44daee39a704'),
(3, 'rule_milestone', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(3, 'rule_milestone', 'title', 1, '0c00a7e8ebec95997150690f2276474f8a4fbffcad39ccb8c1792cb5b1f49626'),
(3, 'rule_noise', 'attempt_id', 1, 'e60dcba9c652b544bf3cedaec7717c107cced114bab8dddb58e6d5a0bae36572'),
(3, 'rule_noise', 'foreign_share', 1, '4d783ee2ec375e7199f139d3880b0bed878aa3dc62adb8c68902825ca29e949a'),
(3, 'rule_noise', 'maximum_excluded', 1, 'df69f1fb2624bd512870a3f2dc5645f7e3f227f9c3560055c31a5b9ce5507e17'),
(3, 'rule_noise', 'neighbours', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(3, 'rule_noise', 'spare_processors', 1, '453513b0890fcbc70aaee24491fd3922d7e1fd88c41051ec2396f493dbacf7b0'),
(3, 'rule_noise', 'steal_share', 1, '57a06a583c67665818e9a073f12184ec046f22ce7316f44c39a5147dd7e8fb94'),
(3, 'rule_noise', 'wake_up_error_ns', 1, 'b6af4ca37e2d77ef5cc9480b10f812238b56f180b9b4b769aa4a2463d85a4b09'),
(3, 'sample', 'sample_index', 46, 'b5b778174316b7696348507864e37c86a18b906e28cec609c60d0e2e33889c39'),
(3, 'sample', 'series_id', 46, '7cd724abf5d988cdd7332f38872eb958aded963e36c1007597c12058a6fda09c'),
(3, 'sample', 'value', 46, '1cb7e0cef24b9108899c23963f3ede2b106b8f1f75f2ccb63d5eddc867f1e824'),
(3, 'sample_batch', 'end_ns', 3, '2208fbc892ac78e058f469485d107f70598bf51f2bcc291d891df50b2bd08fb5'),
(3, 'sample_batch', 'excluded', 3, 'd79ab7cbd414e3f5f26bdd915ff67cd8e2f9b7964e0ace26dbcab76d1d120b43'),
(3, 'sample_batch', 'first_index', 3, '9e659925a94d5cb534fd24f56d08359348b9f38fd1d8025868c1cbeb5e1ad39f'),
(3, 'sample_batch', 'sample_count', 3, 'fd3f98be8d227cc1a096a6af931079b2b20a48fc7c2141c863896f0d6f1c2ad3'),
(3, 'sample_batch', 'series_id', 3, '781ad2e8f333cb9b7a18c07fb2f3699a30e408825ece1df9d13ea4c80f15e69b'),
(3, 'sample_batch', 'start_ns', 3, '7d670d829a800e058ac9d20ec29b007ec8f90ca7c3da8ebb385d1faae31d2c6e'),
(3, 'series', 'attempt_id', 5, 'bebb1e92060d21c51bc4842a9a2ea0562533944e3d66591f57047e26ed79d6b7'),
(3, 'series', 'id', 5, '8adfe2a783d569dd68a67a8e798e2ab60795bf82abfe8afbd696a118ea173558'),
(3, 'series', 'metric', 5, 'f8c3f23ff7d70ed203c8c10c356dd30ba13c3b3d12287b1e0800770f42972b81'),
(3, 'series', 'unit', 5, '8d8a313cb19c14a07cc8a0aa34e6aeda67ac32ba167f6aebe95e069f5babc72b'),
(3, 'series', 'warmup', 5, '83ac8958c67de3e114f24be80058f4cb7d38f9ef53ab9901a4af5d56d15ac3c7'),
(3, 'violation', 'attempt_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(3, 'violation', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(3, 'violation', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(3, 'violation', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
INSERT INTO attempt_seal VALUES
(1, 1, '1d1e9f98c5c37820b76e12884d17bd854600776ff5307895312368ff6ebe4f4e'),
(2, 1, '201072bc3fe5c527560b1c96572d30a51ea1931d5f1a106af66cc7d8d1b7ca13'),
(3, 2, 'e635c0ad933f9a71a307eebe00273bad4061b8bac299da9edda7398472075ed8');
INSERT INTO run_digest VALUES
(1, 'control_result', 'also_violated', 1, 'f36db6d12f9208ae909d325551977faf7335a0b731adfc424836270d6a299922'),
(1, 'control_result', 'control', 1, 'f81743f9c91a5a396cc258960a6d89394413de3d2e7311ac854bad8e40afc28e'),
(1, 'control_result', 'expected_check', 1, 'cc1a7a323271868f06912c98d75862eec564e32c4bf305f23762a5c9eb845542'),
(1, 'control_result', 'expected_reason', 1, 'cc1a7a323271868f06912c98d75862eec564e32c4bf305f23762a5c9eb845542'),
(1, 'control_result', 'gate', 1, '615832984fd49eb8af3c6bb364f62b9f78171db65a512be9787a2b80d18dbd66'),
(1, 'control_result', 'observed_reason', 1, 'cc1a7a323271868f06912c98d75862eec564e32c4bf305f23762a5c9eb845542'),
(1, 'control_result', 'position', 1, 'a536aa3cede6ea3c1f3e0357c3c60e0f216a8c89b853df13b29daa8f85065dfb'),
(1, 'control_result', 'run_id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'control_result', 'sabotage', 1, 'e9d93190a7d65bd8d64fc4fa793eb7cf4b9aca5589fe7ff6e58be3975c018ab9'),
(1, 'control_result', 'subject', 1, '7bd1e9d4908888ab185df8148fa36232240ed40fedcd85777610683e3c81ce2d'),
(1, 'control_result', 'verdict', 1, 'eff7f67cc3263e97a40c07abedf8e4f8f66155b8561872f1abf4dc7211f45e0d'),
(1, 'gate_result', 'ambitions_asked', 2, '90782a54597518e9c4a74d1377c1e871b7aa85e4a83f9535c5f357a296a607bd'),
(1, 'gate_result', 'ambitions_held', 2, '50b7e601709cff9ed6107698af99c8e9f3e928aea87abd95747a22b7ff9fd996'),
(1, 'gate_result', 'contract_verdict', 2, '781163ef82a5deaef8ec7c82541d32cca84ed72b1ba0f1821767bea1be07f7dd'),
(1, 'gate_result', 'controls_caught', 2, '90782a54597518e9c4a74d1377c1e871b7aa85e4a83f9535c5f357a296a607bd'),
(1, 'gate_result', 'controls_tried', 2, '90782a54597518e9c4a74d1377c1e871b7aa85e4a83f9535c5f357a296a607bd'),
(1, 'gate_result', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(1, 'gate_result', 'headline_unit', 2, 'a6a253c0795bdf3bd79b46a445e607aee06d01ff336bb1095ffdaf906fbc6ce1'),
(1, 'gate_result', 'headline_value', 2, '3d45c130b57c8859db8d8527d0e7ff3c6d8961ff1f0b6bb3fd3036bf8a202b9d'),
(1, 'gate_result', 'margin', 2, '6089780c05d49b85082e17e8a29728ef4c6e2f1e936ae3ecfc6c05a5cad49f22'),
(1, 'gate_result', 'provisional', 2, '90782a54597518e9c4a74d1377c1e871b7aa85e4a83f9535c5f357a296a607bd'),
(1, 'gate_result', 'reason', 2, 'f7514b9bf0a2c78ffdc3815f22d0a63434a6483c622c5ee22d337405dce440ad'),
(1, 'gate_result', 'run_id', 2, '1f14b1e5ad44303fd9324f2c1aab65aec06769b0681ef7fbc47ae66a369046ad'),
(1, 'gate_result', 'verdict', 2, '781163ef82a5deaef8ec7c82541d32cca84ed72b1ba0f1821767bea1be07f7dd'),
(1, 'run', 'finished_at', 1, '02cc92267914f2f397b79de6186be75e85be6d428299f7188f52cc3ade6eb743'),
(1, 'run', 'harness_pid', 1, '6fbe7918197a3ab3c1753c1dc1205e1743eca714a5188ed3b901fe56e24e82ef'),
(1, 'run', 'harness_start_time', 1, '3cb261610f87db101825c3d7a4163fe37cac4fb8f527bd5bc73e622f43e6e399'),
(1, 'run', 'host_class', 1, '5f02031d8fa12828b00f973be90303d4f05721ee30ecaec971e627524458c26b'),
(1, 'run', 'id', 1, '46f8ec5a439c92e1df8299e1a4432a7ee172d8496b5e33e0a35a7b67163371b5'),
(1, 'run', 'platform', 1, '22e4b4d33da22ce36bea23d405dd83f751d390360b2ea1b5374a1f0677dfb7af'),
(1, 'run', 'profile', 1, '7192d92de32f331a841febdbe5d6ff10be1a68b4f313d39e5b0f882c6634dd6d'),
(1, 'run', 'seed', 1, '3cb261610f87db101825c3d7a4163fe37cac4fb8f527bd5bc73e622f43e6e399'),
(1, 'run', 'started_at', 1, '32365047f215ef30a254cb0e94192e7e0fe364a86d06f56e9f5af5f771a7e520'),
(1, 'run', 'state', 1, '5086d0056bb4829e675e325fc89033d92b86c98ac2ae3e4b4b58ac07669c1df9'),
(1, 'run_declaration', 'attempts_planned', 2, '1f14b1e5ad44303fd9324f2c1aab65aec06769b0681ef7fbc47ae66a369046ad'),
(1, 'run_declaration', 'controls_expected', 2, '90782a54597518e9c4a74d1377c1e871b7aa85e4a83f9535c5f357a296a607bd'),
(1, 'run_declaration', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(1, 'run_declaration', 'headline_check', 2, '1b5a84ae0133a15dfa6624f2ec9880c9269a878430b7864359780ac64e6de38f'),
(1, 'run_declaration', 'pending_reason', 2, '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'),
(1, 'run_declaration', 'position', 2, 'd6618f0dd2c2c817bfd3c84af5012f4d012e1d2bd6c88c29579ca1622bc6f0c4'),
(1, 'run_declaration', 'run_id', 2, '1f14b1e5ad44303fd9324f2c1aab65aec06769b0681ef7fbc47ae66a369046ad'),
(1, 'run_fact', 'key', 4, '332fc0798cb7494ffca257c0b2cab42e47cd7f6fe9fb496cb443d6c5ef7e6bc3'),
(1, 'run_fact', 'position', 4, '5af32bbf33e024fec58196f73096d7da30f48b2862fa1d675f49258489a77da7'),
(1, 'run_fact', 'run_id', 4, '9338ea4efa257d668a8e0d79d6970aa1f49fa1ec0814cf44639ac655924c749e'),
(1, 'run_fact', 'value', 4, '851fb2a1b75f148219fb59b80ccf96505f1f8164e85bbfc46b472cad0af946f2'),
(1, 'run_fault', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'run_fault', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'run_fault', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'run_fault', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'run_gate', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(1, 'run_gate', 'position', 2, 'd6618f0dd2c2c817bfd3c84af5012f4d012e1d2bd6c88c29579ca1622bc6f0c4'),
(1, 'run_gate', 'run_id', 2, '1f14b1e5ad44303fd9324f2c1aab65aec06769b0681ef7fbc47ae66a369046ad'),
(1, 'sensitivity', 'check_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'sensitivity', 'control', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'sensitivity', 'gate', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'sensitivity', 'rejected', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'sensitivity', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'sensitivity', 'slowdown_ns', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(1, 'sensitivity', 'tried', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'also_violated', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'control', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'expected_check', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'expected_reason', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'gate', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'observed_reason', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'sabotage', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'subject', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'control_result', 'verdict', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'gate_result', 'ambitions_asked', 2, '90782a54597518e9c4a74d1377c1e871b7aa85e4a83f9535c5f357a296a607bd'),
(2, 'gate_result', 'ambitions_held', 2, '50b7e601709cff9ed6107698af99c8e9f3e928aea87abd95747a22b7ff9fd996'),
(2, 'gate_result', 'contract_verdict', 2, '16913f1299a4bc9dff75c444baed3a9cb92065cd4e142bfdd18cc3b8652a4fad'),
(2, 'gate_result', 'controls_caught', 2, '50b7e601709cff9ed6107698af99c8e9f3e928aea87abd95747a22b7ff9fd996'),
(2, 'gate_result', 'controls_tried', 2, '50b7e601709cff9ed6107698af99c8e9f3e928aea87abd95747a22b7ff9fd996'),
(2, 'gate_result', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(2, 'gate_result', 'headline_unit', 2, 'a6a253c0795bdf3bd79b46a445e607aee06d01ff336bb1095ffdaf906fbc6ce1'),
(2, 'gate_result', 'headline_value', 2, '3d45c130b57c8859db8d8527d0e7ff3c6d8961ff1f0b6bb3fd3036bf8a202b9d'),
(2, 'gate_result', 'margin', 2, '6089780c05d49b85082e17e8a29728ef4c6e2f1e936ae3ecfc6c05a5cad49f22'),
(2, 'gate_result', 'provisional', 2, '90782a54597518e9c4a74d1377c1e871b7aa85e4a83f9535c5f357a296a607bd'),
(2, 'gate_result', 'reason', 2, 'cb408fa3174f8b70da99f1275f4b11e6473a482c8ad3f00beaeccf0adfb8621e'),
(2, 'gate_result', 'run_id', 2, '694f3a46bdbe23527ae306f1e2333ca6a293b00bf96be7ec0e544600b53dabc2'),
(2, 'gate_result', 'verdict', 2, '16913f1299a4bc9dff75c444baed3a9cb92065cd4e142bfdd18cc3b8652a4fad'),
(2, 'run', 'finished_at', 1, '02cc92267914f2f397b79de6186be75e85be6d428299f7188f52cc3ade6eb743'),
(2, 'run', 'harness_pid', 1, '6fbe7918197a3ab3c1753c1dc1205e1743eca714a5188ed3b901fe56e24e82ef'),
(2, 'run', 'harness_start_time', 1, '3cb261610f87db101825c3d7a4163fe37cac4fb8f527bd5bc73e622f43e6e399'),
(2, 'run', 'host_class', 1, 'ebb6fde8cedcee26ef1afbd9fdefce156261d77ba54215980e3c1615490592fc'),
(2, 'run', 'id', 1, '76be601065f3569392b6737387eb10ae72031aaec89efa40513025627f1f9a42'),
(2, 'run', 'platform', 1, '22e4b4d33da22ce36bea23d405dd83f751d390360b2ea1b5374a1f0677dfb7af'),
(2, 'run', 'profile', 1, '7192d92de32f331a841febdbe5d6ff10be1a68b4f313d39e5b0f882c6634dd6d'),
(2, 'run', 'seed', 1, '3cb261610f87db101825c3d7a4163fe37cac4fb8f527bd5bc73e622f43e6e399'),
(2, 'run', 'started_at', 1, '32365047f215ef30a254cb0e94192e7e0fe364a86d06f56e9f5af5f771a7e520'),
(2, 'run', 'state', 1, '5086d0056bb4829e675e325fc89033d92b86c98ac2ae3e4b4b58ac07669c1df9'),
(2, 'run_declaration', 'attempts_planned', 2, '1f14b1e5ad44303fd9324f2c1aab65aec06769b0681ef7fbc47ae66a369046ad'),
(2, 'run_declaration', 'controls_expected', 2, '90782a54597518e9c4a74d1377c1e871b7aa85e4a83f9535c5f357a296a607bd'),
(2, 'run_declaration', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(2, 'run_declaration', 'headline_check', 2, '1b5a84ae0133a15dfa6624f2ec9880c9269a878430b7864359780ac64e6de38f'),
(2, 'run_declaration', 'pending_reason', 2, '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'),
(2, 'run_declaration', 'position', 2, 'd6618f0dd2c2c817bfd3c84af5012f4d012e1d2bd6c88c29579ca1622bc6f0c4'),
(2, 'run_declaration', 'run_id', 2, '694f3a46bdbe23527ae306f1e2333ca6a293b00bf96be7ec0e544600b53dabc2'),
(2, 'run_fact', 'key', 4, '332fc0798cb7494ffca257c0b2cab42e47cd7f6fe9fb496cb443d6c5ef7e6bc3'),
(2, 'run_fact', 'position', 4, '5af32bbf33e024fec58196f73096d7da30f48b2862fa1d675f49258489a77da7'),
(2, 'run_fact', 'run_id', 4, '80d43ef62edafb1c5ba14905e1e0aece8e7f9596bd30afadcdeed45d0eb70301'),
(2, 'run_fact', 'value', 4, '851fb2a1b75f148219fb59b80ccf96505f1f8164e85bbfc46b472cad0af946f2'),
(2, 'run_fault', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'run_fault', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'run_fault', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'run_fault', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'run_gate', 'gate', 2, '54e3621f2d60f8c13995b3492e21dddf95bb92535a3b617c4e3aa4c3566e9568'),
(2, 'run_gate', 'position', 2, 'd6618f0dd2c2c817bfd3c84af5012f4d012e1d2bd6c88c29579ca1622bc6f0c4'),
(2, 'run_gate', 'run_id', 2, '694f3a46bdbe23527ae306f1e2333ca6a293b00bf96be7ec0e544600b53dabc2'),
(2, 'sensitivity', 'check_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'sensitivity', 'control', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'sensitivity', 'gate', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'sensitivity', 'rejected', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'sensitivity', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'sensitivity', 'slowdown_ns', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(2, 'sensitivity', 'tried', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'also_violated', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'control', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'expected_check', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'expected_reason', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'gate', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'observed_reason', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'sabotage', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'subject', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'control_result', 'verdict', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'ambitions_asked', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'ambitions_held', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'contract_verdict', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'controls_caught', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'controls_tried', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'gate', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'headline_unit', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'headline_value', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'margin', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'provisional', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'reason', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'gate_result', 'verdict', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run', 'finished_at', 1, '02cc92267914f2f397b79de6186be75e85be6d428299f7188f52cc3ade6eb743'),
(6, 'run', 'harness_pid', 1, '6fbe7918197a3ab3c1753c1dc1205e1743eca714a5188ed3b901fe56e24e82ef'),
(6, 'run', 'harness_start_time', 1, '3cb261610f87db101825c3d7a4163fe37cac4fb8f527bd5bc73e622f43e6e399'),
(6, 'run', 'host_class', 1, '6b8f0b78e59f7746c27e371402f36744a34d50869bfaa894f7ee6aa6b667cc38'),
(6, 'run', 'id', 1, '87e74196df54660eab4b70b16a077d8d2edd281c30e8f8f8d78103a6946315bb'),
(6, 'run', 'platform', 1, '22e4b4d33da22ce36bea23d405dd83f751d390360b2ea1b5374a1f0677dfb7af'),
(6, 'run', 'profile', 1, '7192d92de32f331a841febdbe5d6ff10be1a68b4f313d39e5b0f882c6634dd6d'),
(6, 'run', 'seed', 1, '3cb261610f87db101825c3d7a4163fe37cac4fb8f527bd5bc73e622f43e6e399'),
(6, 'run', 'started_at', 1, '32365047f215ef30a254cb0e94192e7e0fe364a86d06f56e9f5af5f771a7e520'),
(6, 'run', 'state', 1, '5086d0056bb4829e675e325fc89033d92b86c98ac2ae3e4b4b58ac07669c1df9'),
(6, 'run_declaration', 'attempts_planned', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_declaration', 'controls_expected', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_declaration', 'gate', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_declaration', 'headline_check', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_declaration', 'pending_reason', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_declaration', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_declaration', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_fact', 'key', 4, '332fc0798cb7494ffca257c0b2cab42e47cd7f6fe9fb496cb443d6c5ef7e6bc3'),
(6, 'run_fact', 'position', 4, '5af32bbf33e024fec58196f73096d7da30f48b2862fa1d675f49258489a77da7'),
(6, 'run_fact', 'run_id', 4, '0d88ca68abc52226d953242a954b65d089a5da79349d2a3105a852945c245374'),
(6, 'run_fact', 'value', 4, '851fb2a1b75f148219fb59b80ccf96505f1f8164e85bbfc46b472cad0af946f2'),
(6, 'run_fault', 'kind', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_fault', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_fault', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_fault', 'text', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_gate', 'gate', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_gate', 'position', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'run_gate', 'run_id', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
(6, 'sensitivity', 'check_id', 1, 'cc1a7a323271868f06912c98d75862eec564e32c4bf305f23762a5c9eb845542'),
(6, 'sensitivity', 'control', 1, 'f81743f9c91a5a396cc258960a6d89394413de3d2e7311ac854bad8e40afc28e'),
(6, 'sensitivity', 'gate', 1, '615832984fd49eb8af3c6bb364f62b9f78171db65a512be9787a2b80d18dbd66'),
(6, 'sensitivity', 'rejected', 1, '958a064c8866ca4cf471e81a10824b0eb667e7566e068a990cb8527d8ab7785e'),
(6, 'sensitivity', 'run_id', 1, '87e74196df54660eab4b70b16a077d8d2edd281c30e8f8f8d78103a6946315bb'),
(6, 'sensitivity', 'slowdown_ns', 1, 'ab692a732dba063bf93716e8ebde7b5a824f35c743a671d84d989af2332fd0f8'),
(6, 'sensitivity', 'tried', 1, '958a064c8866ca4cf471e81a10824b0eb667e7566e068a990cb8527d8ab7785e');
INSERT INTO run_seal VALUES
(1, '9d25b0143b9edaabdd54125d550443711981cdd31f1e9f9bd27936ac581ad4a6'),
(2, '19f3704f687521949743d39329fa01f0e4fccfd058006a27f202793614681b05'),
(6, '34eecc47b05db2cd2e8872ec065a1c801b6813ab5fcf598a2fff9f3271596b8e');
