/// What attempts that take the same time have in common: the procedure and what is switched on.
public struct AttemptKind: Hashable, Sendable {
    /// The procedure's name.
    public var procedure: String
    /// The names of the sabotages, as the store has them; empty for a real attempt.
    public var controls: String

    /// Creates a kind.
    public init(procedure: String, controls: String) {
        self.procedure = procedure
        self.controls = controls
    }

    /// The kind of a planned attempt.
    public init(_ plan: AttemptPlan) {
        self.init(procedure: plan.procedure, controls: plan.controls.names)
    }
}

/// How long the attempts of a run will take: by what earlier ones of their kind took, and by what
/// this run's have taken so far (report.md#progress).
public struct AttemptLengths: Sendable {
    private let kinds: [AttemptKind]
    private var known: [AttemptKind: Double]

    /// Takes a run's attempts in their order.
    ///
    /// - Parameter known: What earlier attempts of a kind took, in seconds.
    public init(_ plans: [AttemptPlan], known: [AttemptKind: Double] = [:]) {
        kinds = plans.map { AttemptKind($0) }
        self.known = known.filter { $0.value >= 0 && $0.value.isFinite }
    }

    /// Takes how long an attempt took, in seconds; the newest says most.
    public mutating func record(_ plan: AttemptPlan, seconds: Double) {
        guard seconds >= 0, seconds.isFinite else { return }
        known[AttemptKind(plan)] = seconds
    }

    /// Returns how many seconds are left; nil while nothing is known of any attempt.
    ///
    /// - Parameters:
    ///   - ended: How many attempts have ended.
    ///   - elapsed: For how many seconds the next one has been running.
    public func secondsLeft(ended: Int, elapsed: Double) -> Double? {
        let left = kinds.dropFirst(max(0, ended))
        guard let current = left.first else { return 0 }
        guard let average else { return nil }
        let rest = left.dropFirst().reduce(0) { $0 + (known[$1] ?? average) }
        return rest + max(0, (known[current] ?? average) - max(0, elapsed))
    }

    /// What an attempt takes of whose kind nothing is known.
    private var average: Double? {
        let own = Set(kinds).compactMap { known[$0] }
        return own.isEmpty ? nil : own.reduce(0, +) / Double(own.count)
    }

    /// Spells seconds for somebody who waits: `8 s`, `2 min`, `1 h 20 min`.
    public static func text(seconds: Double) -> String {
        let whole = Int(clamping: seconds.rounded(.up))
        if whole < 90 { return "\(max(0, whole)) s" }
        let minutes = (whole + 59) / 60
        if minutes < 90 { return "\(minutes) min" }
        return "\(minutes / 60) h \(minutes % 60) min"
    }
}
