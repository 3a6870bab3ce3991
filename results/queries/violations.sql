-- What must not be and was, in real attempts: crashes, leaks, strays, misbehaviour, breaches.
-- :kind one kind, such as leak; every one unless given
-- :limit how many rows; 100 unless given
SELECT run.id AS run_id, run.platform, attempt.id AS attempt_id, attempt.procedure,
    violation.kind, violation.text
FROM run
JOIN attempt ON attempt.run_id = run.id AND attempt.control IS NULL
JOIN violation ON violation.attempt_id = attempt.id
WHERE :kind = '' OR violation.kind = :kind
ORDER BY run.started_at DESC, run.id DESC, attempt.id, violation.position
LIMIT iif(:limit = '', 100, :limit)
