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
