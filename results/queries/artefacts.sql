-- The files that attempts kept.
-- :run one run's number; every one unless given
SELECT run.id AS run_id, run.platform, attempt.id AS attempt_id, attempt.procedure,
    attempt.control, artefact.name, artefact.path
FROM run
JOIN attempt ON attempt.run_id = run.id
JOIN artefact ON artefact.attempt_id = attempt.id
WHERE :run = '' OR run.id = CAST(:run AS INTEGER)
ORDER BY run.started_at DESC, run.id DESC, attempt.id, artefact.position
