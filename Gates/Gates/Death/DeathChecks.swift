internal import GateKit

// The two shapes of question that both death gates ask.
extension Check {
    /// Returns the contract's check of a time that every trial must keep, in milliseconds.
    static func death(
        _ gate: GateID, _ name: String, _ question: String, _ metric: String, _ limit: Double,
        _ trials: Int
    ) -> Check {
        Check(
            id(gate, name), gate: gate, "\(question), every trial", metric: metric, .maximum,
            unit: .nanoseconds, .below, limit * milliseconds, tier: .contract,
            fewestSamples: trials)
    }

    /// Returns the ambition for the 99th percentile of a time, in milliseconds.
    static func deathP99(
        _ gate: GateID, _ name: String, _ question: String, _ metric: String, _ limit: Double
    ) -> Check {
        Check(
            id(gate, name), gate: gate, question, metric: metric, .percentile(0.99),
            unit: .nanoseconds, .below, limit * milliseconds, tier: .ambition)
    }

    private static func id(_ gate: GateID, _ name: String) -> String {
        "\(gate.rawValue.lowercased()).\(name)"
    }
}
