-- How much each run stored, the largest first.
-- :limit how many rows; 20 unless given
SELECT run.id AS run_id, run.platform, run.profile, run.state,
    (SELECT count(*) FROM attempt WHERE run_id = run.id) AS attempts,
    (SELECT count(*) FROM attempt
        JOIN series ON series.attempt_id = attempt.id
        JOIN sample ON sample.series_id = series.id
        WHERE attempt.run_id = run.id) AS samples,
    (SELECT count(*) FROM attempt JOIN event ON event.attempt_id = attempt.id
        WHERE attempt.run_id = run.id) AS events,
    (SELECT count(*) FROM attempt JOIN host_pulse ON host_pulse.attempt_id = attempt.id
        WHERE attempt.run_id = run.id) AS pulses
FROM run ORDER BY samples DESC, events DESC, run.id
LIMIT iif(:limit = '', 20, :limit)
