/// One wake-up of a pulse: a thread of the judge's that is due every few milliseconds on one
/// processor, before everything that is measured, and then does a fixed piece of arithmetic
/// (credibility.md#host-time-1).
public struct HostPulse: Codable, Hashable, Sendable {
    /// The processor that it is bound to.
    public var processor: Int
    /// When it was to wake, in nanoseconds of the monotonic clock.
    public var due: UInt64
    /// How late it woke, in nanoseconds; what own threads did on the processor meanwhile is
    /// subtracted where they come before it.
    public var lateness: UInt64
    /// How long the arithmetic took, in nanoseconds.
    public var duration: UInt64

    /// Creates a pulse.
    public init(processor: Int, due: UInt64, lateness: UInt64, duration: UInt64) {
        self.processor = processor
        self.due = due
        self.lateness = lateness
        self.duration = duration
    }

    /// From when it was due until it was done, in nanoseconds.
    var response: UInt64 { lateness.clampedSum(duration) }

    /// When it was done.
    var end: UInt64 { due.clampedSum(response) }
}

/// What a pulse is like that nothing disturbs, calibrated before the first attempt with every
/// processor busy, and stored with each rule before its first sample.
public struct PulseRule: Codable, Hashable, Sendable {
    /// How long the arithmetic takes, in nanoseconds.
    public var duration: UInt64
    /// Up to which response, lateness and duration together, a pulse is undisturbed, in
    /// nanoseconds.
    public var limit: UInt64
    /// The real-time priority of the pulses, 1 to 99; 0 where the class is not allowed.
    public var priority: Int32

    /// Creates a calibration.
    public init(duration: UInt64, limit: UInt64, priority: Int32) {
        self.duration = duration
        self.limit = limit
        self.priority = priority
    }
}

extension UInt64 {
    /// The sum, or the largest number there is: a store may hold anything.
    func clampedSum(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
