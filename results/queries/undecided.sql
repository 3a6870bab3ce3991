-- Gates that a run left undecided, and why.
-- :platform one platform, such as linux; every one unless given
SELECT run.id AS run_id, run.platform, run.host_class, run.profile, gate_result.gate,
    gate_result.verdict, gate_result.reason
FROM run JOIN gate_result ON gate_result.run_id = run.id
WHERE gate_result.verdict IN ('INCONCLUSIVE', 'PENDING', 'ERROR')
    AND (:platform = '' OR run.platform = :platform)
ORDER BY run.started_at DESC, run.id DESC, gate_result.gate
