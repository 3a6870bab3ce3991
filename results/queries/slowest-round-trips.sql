-- The slowest measured round trips, controls left out.
-- :metric the series, such as rtt.paced; rtt.free unless given
-- :limit how many rows; 20 unless given
SELECT run.id AS run_id, run.platform, attempt.id AS attempt_id, series.metric,
    sample.sample_index, sample.value / 1000.0 AS microseconds,
    coalesce((
        SELECT sample_batch.excluded FROM sample_batch
        WHERE sample_batch.series_id = series.id
            AND sample_batch.first_index <= sample.sample_index
            AND sample.sample_index < sample_batch.first_index + sample_batch.sample_count
        ORDER BY sample_batch.first_index DESC LIMIT 1
    ), 0) AS set_aside
FROM run
JOIN attempt ON attempt.run_id = run.id AND attempt.control IS NULL
JOIN series ON series.attempt_id = attempt.id AND series.warmup = 0 AND series.unit = 'ns'
    AND series.metric = iif(:metric = '', 'rtt.free', :metric)
JOIN sample ON sample.series_id = series.id
ORDER BY sample.value DESC, attempt.id, sample.sample_index
LIMIT iif(:limit = '', 20, :limit)
