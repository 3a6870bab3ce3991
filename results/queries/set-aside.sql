-- Samples that were set aside because the host took their time, by check.
-- :run one run's number; every one unless given
SELECT run.id AS run_id, run.platform, run.host_class, attempt.id AS attempt_id,
    check_result.check_id, check_result.excluded_count AS set_aside, check_result.sample_count,
    round(100.0 * check_result.excluded_count / check_result.sample_count, 2) AS percent,
    check_result.verdict
FROM run
JOIN attempt ON attempt.run_id = run.id AND attempt.control IS NULL
JOIN check_result ON check_result.attempt_id = attempt.id AND check_result.excluded_count > 0
WHERE :run = '' OR run.id = CAST(:run AS INTEGER)
ORDER BY run.started_at DESC, run.id DESC, percent DESC, check_result.check_id
