import GateHost
public import GateKit

/// The measured quality of the clock that every process measures by (gates.md#rule-2).
public struct ClockCheck: Hashable, Sendable {
    /// The resolution that the system declares, in nanoseconds.
    public var declaredResolution: UInt64
    /// The smallest step that was seen between two readings, in nanoseconds; nil for none.
    public var smallestStep: UInt64?
    /// How often a reading was smaller than the one before it.
    public var backwardSteps: Int

    /// Measures a clock by reading it until it has made `steps` steps, a bounded number of times.
    public init(
        declaredResolution: UInt64, steps: Int = 1_000, readings: Int = 4_000_000,
        read: () -> UInt64
    ) {
        self.declaredResolution = declaredResolution
        smallestStep = nil
        backwardSteps = 0
        var last = read()
        var seen = 0
        for _ in 0..<readings where seen < steps {
            let now = read()
            if now < last {
                backwardSteps += 1
                seen += 1
            } else if now > last {
                smallestStep = min(smallestStep ?? UInt64.max, now - last)
                seen += 1
            }
            last = now
        }
    }

    /// Measures the monotonic clock of this machine.
    public static func measure() -> ClockCheck {
        ClockCheck(declaredResolution: MonotonicClock.resolution()) { MonotonicClock.now() }
    }

    /// The resolution that counts: the worse of the declared and the measured one.
    public var resolution: UInt64? { smallestStep.map { max($0, declaredResolution) } }

    /// Returns what makes timings by this clock worthless; nil where they are sound.
    ///
    /// - Parameter tightestThreshold: the smallest time that a rule compares with, in
    ///   nanoseconds; nil where none is timed.
    public func fault(tightestThreshold: Double?) -> HarnessFault? {
        if backwardSteps > 0 {
            return HarnessFault(
                .precondition,
                "the monotonic clock went backwards \(backwardSteps) times; "
                    + "no time measured on this machine means anything")
        }
        guard let resolution else {
            return HarnessFault(.precondition, "the monotonic clock stands still")
        }
        guard let tightestThreshold, Double(resolution) > tightestThreshold / 20 else { return nil }
        return HarnessFault(
            .precondition,
            "the clock's resolution of \(resolution) ns is coarser than 1/20 of the tightest "
                + "threshold, \(Int(tightestThreshold)) ns")
    }

    /// What is stored with a run.
    public var fact: Fact {
        Fact(
            "clock",
            "CLOCK_MONOTONIC, resolution \(declaredResolution) ns declared, "
                + "\(smallestStep.map { "\($0) ns" } ?? "none") measured, "
                + "\(backwardSteps) backward steps")
    }
}

extension Rule {
    /// The smallest time that a check compares with, in nanoseconds.
    var tightestTime: Double? {
        checks.compactMap { check -> Double? in
            switch check.unit {
            case .nanoseconds: check.threshold
            case .seconds: check.threshold * 1e9
            case .count, .ratio, .bytes, .perSecond: nil
            }
        }.filter { $0 > 0 }.min()
    }
}
