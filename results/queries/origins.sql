-- Runs that were made elsewhere: their number, seal and signer there.
SELECT run.id AS run_id, run.platform, run.host_class,
    strftime('%Y-%m-%dT%H:%M:%SZ', run.started_at / 1000, 'unixepoch') AS started,
    (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'host') AS host,
    run_origin.number AS number_there, run_origin.seal AS seal_there, run_origin.signed_by
FROM run JOIN run_origin ON run_origin.run_id = run.id
ORDER BY run.started_at DESC, run.id DESC
