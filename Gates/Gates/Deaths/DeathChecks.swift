internal import GateKit

// The two shapes of question that both death gates ask.
extension Check {
    /// Returns the contract's check of a time that every trial must keep, in milliseconds.
    static func death(
        _ id: String, _ gate: GateID, asks question: String, of metric: String,
        below limit: Double, trials: Int
    ) -> Check {
        Check(
            id, gate: gate, "\(question), every trial", metric: metric, .maximum,
            unit: .nanoseconds, .below, limit * milliseconds, tier: .contract,
            fewestSamples: trials)
    }

    /// Returns the ambition for the 99th percentile of a time, in milliseconds.
    static func deathP99(
        _ id: String, _ gate: GateID, asks question: String, of metric: String,
        below limit: Double
    ) -> Check {
        Check(
            id, gate: gate, question, metric: metric, .percentile(0.99),
            unit: .nanoseconds, .below, limit * milliseconds, tier: .ambition)
    }
}

extension Check {
    /// Returns what both death gates ask of the host, by bare processes of the judge's own.
    static func deathCapacity(_ gate: GateID) -> [Check] {
        let name = gate.rawValue.lowercased()
        return [
            .capacity(
                "\(name).capacity-noticed", gate, asks: "kill of a bare process to its end",
                of: CapacityMetric.deathNoticed, .maximum, below: 100),
            .capacity(
                "\(name).capacity-replaced", gate,
                asks: "kill of a bare process to the next one's answer",
                of: CapacityMetric.deathReplaced, .maximum, below: 500),
        ]
    }
}

extension Recorder {
    /// Records how long after a death something came, for all kinds of trial together and for its
    /// own; only in that time can a host have delayed it.
    func latency(
        _ metric: String, _ kind: String, nanoseconds: UInt64, since killedAt: UInt64
    ) {
        let span = TimeSpan(start: killedAt, end: killedAt.plus(nanoseconds))
        for name in [metric, "\(metric).\(kind)"] {
            samples(name, [Double(max(1, nanoseconds))], unit: .nanoseconds, span: span)
        }
    }
}
