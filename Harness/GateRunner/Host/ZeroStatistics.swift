import GateKit

extension Rule {
    /// Returns a fault for every statistic that is exactly zero where time must have passed: the
    /// clock was too coarse for what was measured (gates.md#rule-2).
    func zeroStatistics(_ evidence: AttemptEvidence) -> [HarnessFault] {
        checks.filter { [.nanoseconds, .seconds].contains($0.unit) }.compactMap { check in
            switch check.statistic {
            case .percentile, .maximum, .minimum: break
            case .percentileRatio, .sum, .count: return nil
            }
            guard check.evaluate(evidence.series, confidence: confidence).value == 0 else {
                return nil
            }
            return HarnessFault(
                .precondition,
                "\(check.id) came out as exactly zero, where time must have passed; "
                    + "the clock is too coarse for it")
        }
    }
}
