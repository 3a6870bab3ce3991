-- One check through all runs: what it came to in each real attempt, the newest first.
-- :check the check, such as g1.p50, which is taken unless given
SELECT run.id AS run_id,
    strftime('%Y-%m-%dT%H:%M:%SZ', run.started_at / 1000, 'unixepoch') AS started,
    run.platform, run.host_class,
    (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'configuration') AS configuration,
    (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'commit') AS "commit",
    attempt.replicate, check_result.value, rule_check.unit, check_result.bound,
    rule_check.comparison, rule_check.threshold, check_result.verdict
FROM run
JOIN attempt ON attempt.run_id = run.id AND attempt.control IS NULL
JOIN check_result ON check_result.attempt_id = attempt.id
    AND check_result.check_id = iif(:check = '', 'g1.p50', :check)
JOIN rule_check ON rule_check.attempt_id = attempt.id
    AND rule_check.check_id = check_result.check_id
ORDER BY run.started_at DESC, run.id DESC, attempt.id
