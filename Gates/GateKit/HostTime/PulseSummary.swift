/// How the pulses of an attempt answered, as far as a drawing shows it (credibility.md#host-time-1).
public struct PulseSummary: Hashable, Sendable {
    /// How many there were, of all processors.
    public var count: Int
    /// How many answered later than an undisturbed one does.
    public var late: Int
    /// Where those were, 0...1 of the time from the first pulse to the last, in order and none twice.
    public var places: [Double]

    /// How many places are told from each other.
    private static let resolution = 200.0

    /// Creates a summary.
    public init(count: Int, late: Int, places: [Double]) {
        self.count = count
        self.late = late
        self.places = places
    }

    /// Sums pulses up by the rule that their attempt was judged by; nil without one, or without pulses.
    public init?(_ pulses: [HostPulse], rule: PulseRule?) {
        guard let rule, let first = pulses.map(\.due).min(), let last = pulses.map(\.due).max()
        else {
            return nil
        }
        let late = pulses.filter { $0.response > rule.limit }
        let length = max(1, Double(last - first))
        let places = late.map {
            min(
                Self.resolution - 1,
                (Double($0.due - first) / length * Self.resolution).rounded(.down))
        }
        self.init(
            count: pulses.count, late: late.count,
            places: Set(places).sorted().map { ($0 + 0.5) / Self.resolution })
    }
}
