-- The newest verdict of every gate, platform and kind of host.
-- :platform one platform, such as linux; every one unless given
SELECT gate, platform, host_class, verdict, contract_verdict, provisional, headline_value,
    headline_unit, margin, run_id, finished, reason
FROM (
    SELECT gate_result.*, run.platform, run.host_class,
        strftime('%Y-%m-%dT%H:%M:%SZ', run.finished_at / 1000, 'unixepoch') AS finished,
        row_number() OVER (
            PARTITION BY gate_result.gate, run.platform, run.host_class
            ORDER BY gate_result.verdict <> 'PENDING' DESC, run.started_at DESC, run.id DESC
        ) AS age
    FROM gate_result JOIN run ON run.id = gate_result.run_id
    WHERE :platform = '' OR run.platform = :platform
)
WHERE age = 1 ORDER BY gate, platform, host_class
