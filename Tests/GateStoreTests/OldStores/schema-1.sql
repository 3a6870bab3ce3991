-- A store of schema 1. Its tables and views are the SQL of the commit that brought the version
-- (410f7d4); its rows are those of a newer store as far as the version had their columns, and its
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
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES ('1');
PRAGMA application_id = 1464295796;
PRAGMA user_version = 1;
INSERT INTO run VALUES
(1, 1790000000000, 1790000003000, 'finished', 'smoke', '18446744073709551615', 'linux', 'dev-1', 4242, '18446744073709551615'),
(2, 1790000000000, 1790000003000, 'finished', 'smoke', '18446744073709551615', 'linux', 'dev-2', 4242, '18446744073709551615'),
(3, 1790000000000, 1790000003000, 'finished', 'smoke', '18446744073709551615', 'linux', 'dev-3', 4242, '18446744073709551615'),
(4, 1790000000000, 1790000003000, 'finished', 'smoke', '18446744073709551615', 'linux', 'dev-4', 4242, '18446744073709551615');
INSERT INTO run_gate VALUES
(1, 0, 'G1'), (1, 1, 'G2'), (2, 0, 'G1'), (2, 1, 'G2'), (3, 0, 'G1'), (3, 1, 'G2'), (4, 0, 'G1'), (4, 1, 'G2');
INSERT INTO run_fact VALUES
(1, 0, 'host', 'bench'), (1, 1, 'commit', '0123abc'), (1, 2, 'dirty', 'no'), (1, 3, 'configuration', 'release'), (2, 0, 'host', 'bench'),
(2, 1, 'commit', '0123abc'), (2, 2, 'dirty', 'no'), (2, 3, 'configuration', 'release'), (3, 0, 'host', 'bench'),
(3, 1, 'commit', '0123abc'), (3, 2, 'dirty', 'no'), (3, 3, 'configuration', 'release'), (4, 0, 'host', 'bench'),
(4, 1, 'commit', '4567def'), (4, 2, 'dirty', 'no'), (4, 3, 'configuration', 'release');
INSERT INTO attempt VALUES
(1, 1, 'round-trip', 0, '18364758544493064720', NULL, '{"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1),
(2, 1, 'round-trip', 0, '18364758544493064720', 'echo-delay', '{"control":{"alsoViolated":["g1.p50-over-floor"],"expectedCheck":"g1.p50","gate":"G1","name":"echo-delay","sabotage":"echo-delay=2ms","subject":"runtime"},"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1),
(3, 2, 'round-trip', 0, '18364758544493064720', NULL, '{"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1),
(4, 3, 'round-trip', 0, '18364758544493064720', NULL, '{"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1),
(5, 3, 'round-trip', 0, '18364758544493064720', 'echo-delay', '{"control":{"alsoViolated":["g1.p50-over-floor"],"expectedCheck":"g1.p50","gate":"G1","name":"echo-delay","sabotage":"echo-delay=2ms","subject":"runtime"},"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1),
(6, 4, 'round-trip', 0, '18364758544493064720', NULL, '{"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1),
(7, 4, 'round-trip', 0, '18364758544493064720', 'echo-delay', '{"control":{"alsoViolated":["g1.p50-over-floor"],"expectedCheck":"g1.p50","gate":"G1","name":"echo-delay","sabotage":"echo-delay=2ms","subject":"runtime"},"deadlineSeconds":12.5,"editorPath":"/bin/weld-editor","gates":["G1","G2"],"procedure":"round-trip","profile":"smoke","replicate":0,"runtimePath":"/bin/weld-runtime","scratchDirectory":"/tmp/attempt","seed":18364758544493064720}', 1790000001000, 1790000002000, 'exited', 0, NULL, 1);
INSERT INTO rule VALUES
(1, 0.95), (2, 0.95), (3, 0.95), (4, 0.95), (5, 0.95), (6, 0.95), (7, 0.95);
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
(3, 5, 'G2', 'g2.count', 'enough round trips', 'rtt', 'count', NULL, NULL, 'count', '>=', 10.0, 'own', 1),
(4, 0, 'G1', 'g1.p50', 'median below 1 ms', 'rtt', 'percentile', 0.5, NULL, 'ns', '<', 1000000.0, 'contract', 5),
(4, 1, 'G1', 'g1.p50-over-floor', 'near the floor', 'rtt', 'percentile-ratio', 0.5, 'floor', 'ratio', '<=', 1.1, 'ambition', 1),
(4, 2, 'G1', 'g1.replies', 'every reply is right', 'wrong', 'sum', NULL, NULL, 'count', '==', 0.0, 'contract', 1),
(4, 3, 'G2', 'g2.max', 'worst below 50 ms', 'rtt', 'maximum', NULL, NULL, 'ns', '<', 50000000.0, 'contract', 1),
(4, 4, 'G2', 'g2.min', 'never zero', 'rtt', 'minimum', NULL, NULL, 'ns', '>=', 1.0, 'own', 1),
(4, 5, 'G2', 'g2.count', 'enough round trips', 'rtt', 'count', NULL, NULL, 'count', '>=', 10.0, 'own', 1),
(5, 0, 'G1', 'g1.p50', 'median below 1 ms', 'rtt', 'percentile', 0.5, NULL, 'ns', '<', 1000000.0, 'contract', 5),
(5, 1, 'G1', 'g1.p50-over-floor', 'near the floor', 'rtt', 'percentile-ratio', 0.5, 'floor', 'ratio', '<=', 1.1, 'ambition', 1),
(5, 2, 'G1', 'g1.replies', 'every reply is right', 'wrong', 'sum', NULL, NULL, 'count', '==', 0.0, 'contract', 1),
(5, 3, 'G2', 'g2.max', 'worst below 50 ms', 'rtt', 'maximum', NULL, NULL, 'ns', '<', 50000000.0, 'contract', 1),
(5, 4, 'G2', 'g2.min', 'never zero', 'rtt', 'minimum', NULL, NULL, 'ns', '>=', 1.0, 'own', 1),
(5, 5, 'G2', 'g2.count', 'enough round trips', 'rtt', 'count', NULL, NULL, 'count', '>=', 10.0, 'own', 1),
(6, 0, 'G1', 'g1.p50', 'median below 1 ms', 'rtt', 'percentile', 0.5, NULL, 'ns', '<', 1000000.0, 'contract', 5),
(6, 1, 'G1', 'g1.p50-over-floor', 'near the floor', 'rtt', 'percentile-ratio', 0.5, 'floor', 'ratio', '<=', 1.1, 'ambition', 1),
(6, 2, 'G1', 'g1.replies', 'every reply is right', 'wrong', 'sum', NULL, NULL, 'count', '==', 0.0, 'contract', 1),
(6, 3, 'G2', 'g2.max', 'worst below 50 ms', 'rtt', 'maximum', NULL, NULL, 'ns', '<', 50000000.0, 'contract', 1),
(6, 4, 'G2', 'g2.min', 'never zero', 'rtt', 'minimum', NULL, NULL, 'ns', '>=', 1.0, 'own', 1),
(6, 5, 'G2', 'g2.count', 'enough round trips', 'rtt', 'count', NULL, NULL, 'count', '>=', 10.0, 'own', 1),
(7, 0, 'G1', 'g1.p50', 'median below 1 ms', 'rtt', 'percentile', 0.5, NULL, 'ns', '<', 1000000.0, 'contract', 5),
(7, 1, 'G1', 'g1.p50-over-floor', 'near the floor', 'rtt', 'percentile-ratio', 0.5, 'floor', 'ratio', '<=', 1.1, 'ambition', 1),
(7, 2, 'G1', 'g1.replies', 'every reply is right', 'wrong', 'sum', NULL, NULL, 'count', '==', 0.0, 'contract', 1),
(7, 3, 'G2', 'g2.max', 'worst below 50 ms', 'rtt', 'maximum', NULL, NULL, 'ns', '<', 50000000.0, 'contract', 1),
(7, 4, 'G2', 'g2.min', 'never zero', 'rtt', 'minimum', NULL, NULL, 'ns', '>=', 1.0, 'own', 1),
(7, 5, 'G2', 'g2.count', 'enough round trips', 'rtt', 'count', NULL, NULL, 'count', '>=', 10.0, 'own', 1);
INSERT INTO rule_milestone VALUES
(1, 0, 'G1', 'g1.warm', 'warm-up done', 'warm', 1),
(2, 0, 'G1', 'control.announced', 'the stub announced echo-delay=2ms', 'control.announced', 1),
(3, 0, 'G1', 'g1.warm', 'warm-up done', 'warm', 1), (4, 0, 'G1', 'g1.warm', 'warm-up done', 'warm', 1),
(5, 0, 'G1', 'control.announced', 'the stub announced echo-delay=2ms', 'control.announced', 1),
(6, 0, 'G1', 'g1.warm', 'warm-up done', 'warm', 1),
(7, 0, 'G1', 'control.announced', 'the stub announced echo-delay=2ms', 'control.announced', 1);
INSERT INTO rule_length VALUES
(1, 0, 'G1', 'round trips', 'rtt', 10000), (2, 0, 'G1', 'round trips', 'rtt', 10000), (3, 0, 'G1', 'round trips', 'rtt', 10000),
(4, 0, 'G1', 'round trips', 'rtt', 10000), (5, 0, 'G1', 'round trips', 'rtt', 10000), (6, 0, 'G1', 'round trips', 'rtt', 10000),
(7, 0, 'G1', 'round trips', 'rtt', 10000);
INSERT INTO series VALUES
(1, 1, 'rtt', 'ns', 1), (2, 1, 'rtt', 'ns', 0), (3, 1, 'floor', 'ns', 0), (4, 1, 'wrong', 'count', 0), (5, 1, 'warm', 'count', 0),
(6, 2, 'rtt', 'ns', 0), (7, 2, 'floor', 'ns', 0), (8, 2, 'wrong', 'count', 0), (9, 2, 'control.announced', 'count', 0),
(10, 3, 'rtt', 'ns', 1), (11, 3, 'rtt', 'ns', 0), (12, 3, 'floor', 'ns', 0), (13, 3, 'wrong', 'count', 0), (14, 3, 'warm', 'count', 0),
(15, 4, 'rtt', 'ns', 1), (16, 4, 'rtt', 'ns', 0), (17, 4, 'floor', 'ns', 0), (18, 4, 'wrong', 'count', 0), (19, 4, 'warm', 'count', 0),
(20, 5, 'rtt', 'ns', 0), (21, 5, 'floor', 'ns', 0), (22, 5, 'wrong', 'count', 0), (23, 5, 'control.announced', 'count', 0),
(24, 6, 'rtt', 'ns', 1), (25, 6, 'rtt', 'ns', 0), (26, 6, 'floor', 'ns', 0), (27, 6, 'wrong', 'count', 0), (28, 6, 'warm', 'count', 0),
(29, 7, 'rtt', 'ns', 0), (30, 7, 'floor', 'ns', 0), (31, 7, 'wrong', 'count', 0), (32, 7, 'control.announced', 'count', 0);
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
(13, 0, 0.0), (13, 1, 0.0), (14, 0, 1.0), (15, 0, 9000000.0), (15, 1, 8000000.0), (16, 2, 11000.0), (16, 3, 11100.5), (16, 4, 11201.0),
(16, 5, 11301.5), (16, 6, 11402.0), (16, 7, 11502.5), (16, 8, 11603.0), (16, 9, 11703.5), (16, 10, 11804.0), (16, 11, 11904.5),
(16, 12, 12005.0), (16, 13, 12105.5), (16, 14, 12206.0), (16, 15, 12306.5), (16, 16, 12407.0), (16, 17, 12507.5), (16, 18, 12608.0),
(16, 19, 12708.5), (16, 20, 12809.0), (16, 21, 12909.5), (16, 22, 11500.0), (17, 0, 10000.0), (17, 1, 10001.0), (17, 2, 10002.0),
(17, 3, 10003.0), (17, 4, 10004.0), (17, 5, 10005.0), (17, 6, 10006.0), (17, 7, 10007.0), (17, 8, 10008.0), (17, 9, 10009.0),
(17, 10, 10010.0), (17, 11, 10011.0), (17, 12, 10012.0), (17, 13, 10013.0), (17, 14, 10014.0), (17, 15, 10015.0), (17, 16, 10016.0),
(17, 17, 10017.0), (17, 18, 10018.0), (17, 19, 10019.0), (18, 0, 0.0), (18, 1, 0.0), (19, 0, 1.0), (20, 0, 2011000.0), (20, 1, 2011000.0),
(20, 2, 2011000.0), (20, 3, 2011000.0), (20, 4, 2011000.0), (20, 5, 2011000.0), (20, 6, 2011000.0), (20, 7, 2011000.0), (20, 8, 2011000.0),
(20, 9, 2011000.0), (20, 10, 2011000.0), (20, 11, 2011000.0), (20, 12, 2011000.0), (20, 13, 2011000.0), (20, 14, 2011000.0),
(20, 15, 2011000.0), (20, 16, 2011000.0), (20, 17, 2011000.0), (20, 18, 2011000.0), (20, 19, 2011000.0), (21, 0, 10000.0), (21, 1, 10001.0),
(21, 2, 10002.0), (21, 3, 10003.0), (21, 4, 10004.0), (21, 5, 10005.0), (21, 6, 10006.0), (21, 7, 10007.0), (21, 8, 10008.0),
(21, 9, 10009.0), (21, 10, 10010.0), (21, 11, 10011.0), (21, 12, 10012.0), (21, 13, 10013.0), (21, 14, 10014.0), (21, 15, 10015.0),
(21, 16, 10016.0), (21, 17, 10017.0), (21, 18, 10018.0), (21, 19, 10019.0), (22, 0, 0.0), (22, 1, 0.0), (23, 0, 1.0), (24, 0, 9000000.0),
(24, 1, 8000000.0), (25, 2, 11000.0), (25, 3, 11100.5), (25, 4, 11201.0), (25, 5, 11301.5), (25, 6, 11402.0), (25, 7, 11502.5),
(25, 8, 11603.0), (25, 9, 11703.5), (25, 10, 11804.0), (25, 11, 11904.5), (25, 12, 12005.0), (25, 13, 12105.5), (25, 14, 12206.0),
(25, 15, 12306.5), (25, 16, 12407.0), (25, 17, 12507.5), (25, 18, 12608.0), (25, 19, 12708.5), (25, 20, 12809.0), (25, 21, 12909.5),
(25, 22, 11500.0), (25, 23, 60000000.0), (26, 0, 10000.0), (26, 1, 10001.0), (26, 2, 10002.0), (26, 3, 10003.0), (26, 4, 10004.0),
(26, 5, 10005.0), (26, 6, 10006.0), (26, 7, 10007.0), (26, 8, 10008.0), (26, 9, 10009.0), (26, 10, 10010.0), (26, 11, 10011.0),
(26, 12, 10012.0), (26, 13, 10013.0), (26, 14, 10014.0), (26, 15, 10015.0), (26, 16, 10016.0), (26, 17, 10017.0), (26, 18, 10018.0),
(26, 19, 10019.0), (27, 0, 0.0), (27, 1, 0.0), (28, 0, 1.0), (29, 0, 2011000.0), (29, 1, 2011000.0), (29, 2, 2011000.0), (29, 3, 2011000.0),
(29, 4, 2011000.0), (29, 5, 2011000.0), (29, 6, 2011000.0), (29, 7, 2011000.0), (29, 8, 2011000.0), (29, 9, 2011000.0), (29, 10, 2011000.0),
(29, 11, 2011000.0), (29, 12, 2011000.0), (29, 13, 2011000.0), (29, 14, 2011000.0), (29, 15, 2011000.0), (29, 16, 2011000.0),
(29, 17, 2011000.0), (29, 18, 2011000.0), (29, 19, 2011000.0), (30, 0, 10000.0), (30, 1, 10001.0), (30, 2, 10002.0), (30, 3, 10003.0),
(30, 4, 10004.0), (30, 5, 10005.0), (30, 6, 10006.0), (30, 7, 10007.0), (30, 8, 10008.0), (30, 9, 10009.0), (30, 10, 10010.0),
(30, 11, 10011.0), (30, 12, 10012.0), (30, 13, 10013.0), (30, 14, 10014.0), (30, 15, 10015.0), (30, 16, 10016.0), (30, 17, 10017.0),
(30, 18, 10018.0), (30, 19, 10019.0), (31, 0, 0.0), (31, 1, 0.0), (32, 0, 1.0);
INSERT INTO event VALUES
(1, 0, 1, 2, 77, 'runtime', 'ready', '{"port":"none"}'), (3, 0, 1, 2, 77, 'runtime', 'ready', '{"port":"none"}'),
(4, 0, 1, 2, 77, 'runtime', 'ready', '{"port":"none"}'), (6, 0, 1, 2, 77, 'runtime', 'ready', '{"port":"none"}');
INSERT INTO violation VALUES
(6, 0, 'leak', 'descriptor 7');
INSERT INTO fact VALUES
(1, 0, 'placement', 'free'), (3, 0, 'placement', 'free'), (4, 0, 'placement', 'free'), (6, 0, 'placement', 'free');
INSERT INTO artefact VALUES
(1, 0, 'stacks', '/tmp/stacks'), (3, 0, 'stacks', '/tmp/stacks'), (4, 0, 'stacks', '/tmp/stacks'), (6, 0, 'stacks', '/tmp/stacks');
INSERT INTO judgement VALUES
(1, 'G1', 'GO', 'GO', 'every check holds'), (1, 'G2', 'GO', 'GO', 'every check holds'),
(2, 'G1', 'NO-GO', 'NO-GO', 'g1.p50: median below 1 ms, the confidence bound violates the threshold'),
(2, 'G2', 'GO', 'GO', 'every check holds'), (3, 'G1', 'GO', 'GO', 'every check holds'), (3, 'G2', 'GO', 'GO', 'every check holds'),
(4, 'G1', 'GO', 'GO', 'every check holds'), (4, 'G2', 'GO', 'GO', 'every check holds'),
(5, 'G1', 'NO-GO', 'NO-GO', 'g1.p50: median below 1 ms, the confidence bound violates the threshold'),
(5, 'G2', 'GO', 'GO', 'every check holds'), (6, 'G1', 'NO-GO', 'NO-GO', 'leak: descriptor 7'),
(6, 'G2', 'NO-GO', 'NO-GO', 'g2.max: worst below 50 ms, 1 of 22 samples violate it'),
(7, 'G1', 'NO-GO', 'NO-GO', 'g1.p50: median below 1 ms, the confidence bound violates the threshold'),
(7, 'G2', 'GO', 'GO', 'every check holds');
INSERT INTO check_result VALUES
(1, 'g1.p50', 11904.5, 12306.5, 21, 'GO', 'the confidence bound holds'),
(1, 'g1.p50-over-floor', 1.1893795583974422, 1.1483922508488116, 21, 'NO-GO', 'the confidence bound violates the threshold'),
(1, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %'), (1, 'g2.count', 21.0, NULL, 21, 'GO', 'held'),
(1, 'g2.max', 12909.5, NULL, 21, 'GO', 'held in 21 trials: rate < 13.3 % at 95 %'), (1, 'g2.min', 11000.0, NULL, 21, 'GO', 'held'),
(2, 'g1.p50', 2011000.0, 2011000.0, 20, 'NO-GO', 'the confidence bound violates the threshold'),
(2, 'g1.p50-over-floor', 200.91917274452993, 200.81885360495306, 20, 'NO-GO', 'the confidence bound violates the threshold'),
(2, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %'), (2, 'g2.count', 20.0, NULL, 20, 'GO', 'held'),
(2, 'g2.max', 2011000.0, NULL, 20, 'GO', 'held in 20 trials: rate < 14.0 % at 95 %'), (2, 'g2.min', 2011000.0, NULL, 20, 'GO', 'held'),
(3, 'g1.p50', 11904.5, 12306.5, 21, 'GO', 'the confidence bound holds'),
(3, 'g1.p50-over-floor', 1.1893795583974422, 1.1483922508488116, 21, 'NO-GO', 'the confidence bound violates the threshold'),
(3, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %'), (3, 'g2.count', 21.0, NULL, 21, 'GO', 'held'),
(3, 'g2.max', 12909.5, NULL, 21, 'GO', 'held in 21 trials: rate < 13.3 % at 95 %'), (3, 'g2.min', 11000.0, NULL, 21, 'GO', 'held'),
(4, 'g1.p50', 11904.5, 12306.5, 21, 'GO', 'the confidence bound holds'),
(4, 'g1.p50-over-floor', 1.1893795583974422, 1.1483922508488116, 21, 'NO-GO', 'the confidence bound violates the threshold'),
(4, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %'), (4, 'g2.count', 21.0, NULL, 21, 'GO', 'held'),
(4, 'g2.max', 12909.5, NULL, 21, 'GO', 'held in 21 trials: rate < 13.3 % at 95 %'), (4, 'g2.min', 11000.0, NULL, 21, 'GO', 'held'),
(5, 'g1.p50', 2011000.0, 2011000.0, 20, 'NO-GO', 'the confidence bound violates the threshold'),
(5, 'g1.p50-over-floor', 200.91917274452993, 200.81885360495306, 20, 'NO-GO', 'the confidence bound violates the threshold'),
(5, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %'), (5, 'g2.count', 20.0, NULL, 20, 'GO', 'held'),
(5, 'g2.max', 2011000.0, NULL, 20, 'GO', 'held in 20 trials: rate < 14.0 % at 95 %'), (5, 'g2.min', 2011000.0, NULL, 20, 'GO', 'held'),
(6, 'g1.p50', 11904.5, 12407.0, 22, 'GO', 'the confidence bound holds'),
(6, 'g1.p50-over-floor', 1.1893795583974422, 1.1483922508488116, 22, 'NO-GO', 'the confidence bound violates the threshold'),
(6, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %'), (6, 'g2.count', 22.0, NULL, 22, 'GO', 'held'),
(6, 'g2.max', 60000000.0, NULL, 22, 'NO-GO', '1 of 22 samples violate it'), (6, 'g2.min', 11000.0, NULL, 22, 'GO', 'held'),
(7, 'g1.p50', 2011000.0, 2011000.0, 20, 'NO-GO', 'the confidence bound violates the threshold'),
(7, 'g1.p50-over-floor', 200.91917274452993, 200.81885360495306, 20, 'NO-GO', 'the confidence bound violates the threshold'),
(7, 'g1.replies', 0.0, NULL, 2, 'GO', 'held in 2 trials: rate < 77.7 % at 95 %'), (7, 'g2.count', 20.0, NULL, 20, 'GO', 'held'),
(7, 'g2.max', 2011000.0, NULL, 20, 'GO', 'held in 20 trials: rate < 14.0 % at 95 %'), (7, 'g2.min', 2011000.0, NULL, 20, 'GO', 'held');
INSERT INTO milestone_result VALUES
(1, 'g1.warm', 1), (2, 'control.announced', 1), (3, 'g1.warm', 1), (4, 'g1.warm', 1), (5, 'control.announced', 1), (6, 'g1.warm', 1),
(7, 'control.announced', 1);
INSERT INTO control_result VALUES
(1, 0, 'G1', 'echo-delay', 'runtime', 'echo-delay=2ms', 'g1.p50', '["g1.p50-over-floor"]', 'g1.p50', 'g1.p50', 'GO'),
(3, 0, 'G1', 'echo-delay', 'runtime', 'echo-delay=2ms', 'g1.p50', '["g1.p50-over-floor"]', 'g1.p50', 'g1.p50', 'GO'),
(4, 0, 'G1', 'echo-delay', 'runtime', 'echo-delay=2ms', 'g1.p50', '["g1.p50-over-floor"]', 'g1.p50', 'g1.p50', 'GO');
INSERT INTO gate_result VALUES
(1, 'G1', 'GO', 'GO', 1, 'every check holds; round trips 21 of 10 000', 11904.5, 'ns', 84.0018480406569, 1, 1),
(1, 'G2', 'GO', 'GO', 0, 'every check holds', 12909.5, 'ns', 3873.116697006081, 0, 0),
(2, 'G1', 'INCONCLUSIVE', 'INCONCLUSIVE', 1, 'GO (unproven): 0 of 1 controls ran; round trips 21 of 10 000', 11904.5, 'ns', 84.0018480406569, 0, 0),
(2, 'G2', 'GO', 'GO', 0, 'every check holds', 12909.5, 'ns', 3873.116697006081, 0, 0),
(3, 'G1', 'INCONCLUSIVE', 'GO', 1, '1 of 2 attempts were made', 11904.5, 'ns', 84.0018480406569, 1, 1),
(3, 'G2', 'INCONCLUSIVE', 'GO', 0, '1 of 2 attempts were made', 12909.5, 'ns', 3873.116697006081, 0, 0),
(4, 'G1', 'NO-GO', 'NO-GO', 1, 'leak: descriptor 7; round trips 22 of 10 000', 11904.5, 'ns', 84.0018480406569, 1, 1),
(4, 'G2', 'NO-GO', 'NO-GO', 0, 'g2.max: worst below 50 ms, 1 of 22 samples violate it', 60000000.0, 'ns', 0.8333333333333334, 0, 0);
