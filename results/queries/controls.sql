-- Controls and whether they were caught, missed ones first.
-- :run one run's number; every one unless given
-- :gate one gate, such as G6; every one unless given
SELECT run.id AS run_id, run.platform, control_result.gate, control_result.control,
    control_result.subject, control_result.expected_check, control_result.verdict = 'GO' AS caught,
    control_result.observed_reason AS observed
FROM run JOIN control_result ON control_result.run_id = run.id
WHERE (:run = '' OR run.id = CAST(:run AS INTEGER))
    AND (:gate = '' OR control_result.gate = upper(:gate))
ORDER BY caught, run.started_at DESC, run.id DESC, control_result.position
