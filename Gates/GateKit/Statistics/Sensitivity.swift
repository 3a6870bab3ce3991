/// The smallest slowdown of the system under test that a gate was shown to reject.
public struct SensitivityResult: Codable, Hashable, Sendable {
    /// The gate.
    public var gate: GateID
    /// The sabotage that slowed the subject, without its value, such as `echo-delay`.
    public var control: String
    /// The check that has to be violated.
    public var check: String
    /// How much slower the subject was made, in nanoseconds.
    public var slowdown: UInt64
    /// How many attempts with that slowdown were rejected for the check's reason.
    public var rejected: Int
    /// How many were made.
    public var tried: Int

    /// Creates a result.
    public init(
        gate: GateID, control: String, check: String, slowdown: UInt64, rejected: Int, tried: Int
    ) {
        self.gate = gate
        self.control = control
        self.check = check
        self.slowdown = slowdown
        self.rejected = rejected
        self.tried = tried
    }

    /// The power that the attempts prove with 95 % confidence; 0 where one was not rejected.
    public var provenPower: Double {
        guard rejected == tried else { return 0 }
        return 1 - OrderStatistics.failureRateBound(cleanTrials: tried, confidence: 0.95)
    }
}

/// Looks for the smallest slowdown that is always rejected; pure, whoever asks makes the attempts.
///
/// Bisection with a few attempts a step, which only narrows down where to look; then a fixed number
/// of attempts at the one slowdown that was found. When one of those is not rejected, the slowdown
/// grows by a tenth and the count begins anew. The number was fixed before, so nothing is peeked at.
public struct SensitivitySearch: Sendable {
    /// The attempts to make next.
    public struct Step: Hashable, Sendable {
        /// The slowdown, in nanoseconds.
        public var slowdown: UInt64
        /// How many attempts; the first that is not rejected ends the step.
        public var attempts: Int
    }

    private var low: UInt64
    private var high: UInt64
    private let resolution: UInt64
    private let confirmations: Int
    private let probes: Int
    private var isConfirming = false

    /// Begins between two slowdowns in nanoseconds, the larger of which should be rejected.
    ///
    /// - Parameters:
    ///   - resolution: how far apart the two may be in the end, in nanoseconds.
    ///   - confirmations: how many attempts in a row prove it; 59 prove 95 % power.
    public init(
        from low: UInt64, to high: UInt64, resolution: UInt64, confirmations: Int = 59,
        probes: Int = 3
    ) {
        self.low = low
        self.high = max(low + 1, high)
        self.resolution = max(1, resolution)
        self.confirmations = max(1, confirmations)
        self.probes = max(1, probes)
    }

    /// What is to be tried next.
    public var step: Step {
        isConfirming || high - low <= resolution
            ? Step(slowdown: high, attempts: confirmations)
            : Step(slowdown: low + (high - low) / 2, attempts: probes)
    }

    /// Takes what came of the step; returns true when the search is over.
    public mutating func record(allRejected: Bool) -> Bool {
        let tried = step
        if tried.slowdown == high {
            isConfirming = true
            if allRejected { return true }
            low = high
            high += max(resolution, high / 10)
        } else if allRejected {
            high = tried.slowdown
        } else {
            low = tried.slowdown
        }
        return false
    }
}
