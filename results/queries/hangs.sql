-- Attempts that had to be ended, and subjects that hung.
-- :limit how many rows; 100 unless given
SELECT run.id AS run_id, run.platform, attempt.id AS attempt_id, attempt.procedure,
    attempt.control, attempt.seed, attempt.ending, attempt.ending_detail AS how,
    (SELECT group_concat(text, ' | ') FROM violation
        WHERE violation.attempt_id = attempt.id AND violation.kind = 'hang') AS hung
FROM run JOIN attempt ON attempt.run_id = run.id
WHERE attempt.ending = 'killed' OR EXISTS (
    SELECT 1 FROM violation WHERE violation.attempt_id = attempt.id AND violation.kind = 'hang')
ORDER BY run.started_at DESC, run.id DESC, attempt.id
LIMIT iif(:limit = '', 100, :limit)
