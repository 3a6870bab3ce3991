-- Every check of a real attempt that was NO-GO, the newest first.
-- :gate one gate, such as G6; every one unless given
-- :limit how many rows; 100 unless given
SELECT run.id AS run_id, run.platform, run.host_class, attempt.id AS attempt_id,
    attempt.replicate, rule_check.check_id, rule_check.tier, check_result.value,
    rule_check.comparison, rule_check.threshold, rule_check.unit, check_result.bound,
    check_result.sample_count, check_result.reason
FROM run
JOIN attempt ON attempt.run_id = run.id AND attempt.control IS NULL
JOIN check_result ON check_result.attempt_id = attempt.id AND check_result.verdict = 'NO-GO'
JOIN rule_check ON rule_check.attempt_id = attempt.id
    AND rule_check.check_id = check_result.check_id
WHERE :gate = '' OR rule_check.gate = upper(:gate)
ORDER BY run.started_at DESC, run.id DESC, attempt.id, rule_check.position
LIMIT iif(:limit = '', 100, :limit)
