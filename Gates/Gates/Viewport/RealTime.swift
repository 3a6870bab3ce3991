internal import GateKit
internal import WeldPlatform

/// The scheduling class of a measurement: what the attempt starts inherits it, so that a busy
/// neighbour cannot take a picture's time away.
enum RealTime {
    /// Before everything normal and behind the kernel's own.
    private static let priority: Int32 = 10
    private static let wanted = SchedulingClass.roundRobin(priority: priority)

    /// Whether this machine lets us have it.
    static var isAllowed: Bool {
        let before = SchedulingClass.current
        guard (try? wanted.apply()) != nil else { return false }
        try? before.apply()
        return true
    }

    /// How the host of a control is tried: by a canary of the same class, so that a busy neighbour
    /// excuses no sabotage.
    ///
    /// A real attempt keeps the standard rule: it loses nothing by it, because what holds on every
    /// sample holds.
    static var controlNoise: NoiseRule {
        isAllowed ? NoiseRule(subjectPriority: priority) : .standard
    }

    /// Runs a body whose processes are in the real-time class where the machine allows it.
    ///
    /// - Parameter recorder: Where it is stated which class it was.
    static func run<Result>(
        stating recorder: Recorder? = nil, _ body: () throws -> Result
    ) rethrows -> Result {
        let before = SchedulingClass.current
        do {
            try wanted.apply()
            recorder?.fact("scheduling class", "\(wanted)")
        } catch {
            recorder?.fact("scheduling class", "\(before) (\(error))")
        }
        defer { try? before.apply() }
        return try body()
    }
}
