import GateKit

/// A check of a run, shown by its worst replicate.
struct WorstCheck {
    let result: CheckResult
    /// The replicate that the result comes from, counted from 0.
    let replicate: Int
    /// How many replicates answered the check.
    let replicates: Int

    /// Returns the gate's checks in the order in which its rule asks them.
    static func all(_ gate: GateID, in attempts: [AttemptReport]) -> [WorstCheck] {
        var order: [String] = []
        var results: [String: [(result: CheckResult, replicate: Int)]] = [:]
        for attempt in attempts {
            for judgement in attempt.judgements where judgement.gate == gate {
                for result in judgement.checks {
                    if results[result.check.id] == nil { order.append(result.check.id) }
                    results[result.check.id, default: []]
                        .append((result, attempt.attempt.plan.replicate))
                }
            }
        }
        return order.compactMap { id in
            guard let all = results[id], var worst = all.first else { return nil }
            for other in all.dropFirst() where isWorse(other.result, than: worst.result) {
                worst = other
            }
            return WorstCheck(
                result: worst.result, replicate: worst.replicate, replicates: all.count)
        }
    }

    /// Whether the first result is worse: by verdict, then without a figure, then by the figure.
    private static func isWorse(_ first: CheckResult, than second: CheckResult) -> Bool {
        guard first.verdict.severity == second.verdict.severity else {
            return first.verdict.severity > second.verdict.severity
        }
        guard let left = first.value, let right = second.value else {
            return first.value == nil && second.value != nil
        }
        guard first.check.comparison != .equal else {
            return abs(left - first.check.threshold) > abs(right - second.check.threshold)
        }
        return first.check.comparison.smallerIsBetter ? left > right : left < right
    }
}
